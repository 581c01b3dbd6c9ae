// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { passingGates } from './gateFixtures';
import { ago } from './moments';
import { may, promotion, summary, timeline } from './promotionFixtures';
import { environmentState } from './releaseFixtures';
import { moveOf, type Situation } from './Situation';
import { componentView, lane, path } from './viewFixtures';

/** The new version turned unhealthy in staging; it was rolled back and is barred there. */
export function rolledBack(): Situation {
  const move = moveOf('notifier', 'dev', 'staging');
  const why =
    '2.4.0 became degraded in staging: CrashLoopBackOff in 2 of 2 pods';
  const ended = promotion(move, {
    state: 'rolled-back',
    targetState: 'restored',
    stateSince: ago({ minutes: 3 }),
    endedAt: ago({ minutes: 3 }),
    headline: `Rolled back to 2.3.1. ${why}.`,
    progress: {
      validations: [
        {
          name: 'Deployment successful',
          kind: 'deployment',
          status: 'passed',
          message: 'the new image is live',
          checkedAt: ago({ minutes: 6 }),
        },
        {
          name: 'Health checks',
          kind: 'health',
          status: 'failed',
          message: 'CrashLoopBackOff in 2 of 2 pods',
          checkedAt: ago({ minutes: 5 }),
        },
      ],
    },
    commands: [may('retry')],
    timeline: timeline(
      { message: 'asked to promote 2.4.0 to staging', to: 'queued' },
      { message: 'it is its turn', to: 'executing' },
      { message: 'the new image is live', to: 'validating' },
      { message: why, to: 'rolling-back' },
      { message: '2.3.1 is live and healthy again', to: 'rolled-back' },
    ),
  });
  const headline =
    '2.4.0 was rolled back in staging and may not go there again until SRE lifts the bar.';
  return {
    promotions: [ended],
    view: componentView({
      name: 'notifier',
      headline,
      lanes: [
        lane('dev', move.release),
        lane('staging', move.before, {
          state: environmentState('staging', move.before, {
            since: ago({ minutes: 3 }),
            origin: { kind: 'promotion', promotionId: ended.promotionId },
          }),
          lift: { allowed: true },
          liftedBars: [
            {
              componentRef: move.release.componentRef,
              environment: 'staging',
              releaseId: move.before.releaseId,
              version: '2.2.9',
              reason: 'It was slow.',
              promotionId: 'earlier',
              barredAt: ago({ hours: 5 }),
              liftedAt: ago({ hours: 4 }),
              liftedBy: 'user:default/sam',
              liftReason: 'The cache is warm now.',
            },
          ],
          barred: [
            {
              componentRef: move.release.componentRef,
              environment: 'staging',
              releaseId: move.release.releaseId,
              version: '2.4.0',
              reason: why,
              promotionId: ended.promotionId,
              barredAt: ago({ minutes: 3 }),
            },
          ],
        }),
        lane('canary', move.before),
        lane('production', move.before),
      ],
      paths: [
        path('dev', 'staging', {
          status: 'blocked',
          headline,
          release: move.release,
          gates: passingGates(),
          explanation: {
            code: 'barred',
            tone: 'blocks',
            message: headline,
            helpers: ['sre'],
          },
          promote: { allowed: false, reason: '2.4.0 is barred in staging.' },
        }),
        path('staging', 'canary'),
        path('canary', 'production'),
      ],
      promotions: [summary(ended)],
    }),
  };
}
