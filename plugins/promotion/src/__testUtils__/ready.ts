// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { passingGates } from './gateFixtures';
import { ago } from './moments';
import { may, plan, promotion, summary, timeline } from './promotionFixtures';
import { environmentState, release } from './releaseFixtures';
import { approvalsToCanary, moveOf, type Situation } from './Situation';
import { componentView, lane, path } from './viewFixtures';

/** dev → staging may move now; nobody need agree. */
export function ready(): Situation {
  const move = moveOf('checkout', 'dev', 'staging');
  const headline =
    '2.4.0 may move from dev to staging now: all 7 gates pass and nobody need agree.';
  const old = release('checkout', '2.2.8');
  const done = promotion(
    { ...move, from: 'dev', to: 'staging', release: move.before, before: old },
    {
      promotionId: '0b7c6f6e-6f0a-4f0e-9d0a-2f6f1d9f8a00',
      state: 'succeeded',
      stateSince: ago({ days: 6 }),
      requestedAt: ago({ days: 6 }),
      endedAt: ago({ days: 6 }),
      headline: '2.3.1 is live and healthy in staging.',
      commands: [may('rollback')],
      timeline: timeline(
        { message: 'asked to promote 2.3.1 to staging', to: 'queued' },
        { message: 'it is its turn', to: 'executing' },
        { message: 'live and healthy', to: 'validating' },
        { message: 'every validation passed', to: 'succeeded' },
      ),
    },
  );
  return {
    plan: plan(move, { headline }),
    promotions: [done],
    view: componentView({
      name: 'checkout',
      headline,
      lanes: [
        lane('dev', move.release),
        lane('staging', move.before, {
          state: environmentState('staging', move.before, {
            since: ago({ days: 6 }),
            origin: { kind: 'promotion', promotionId: done.promotionId },
          }),
          rollback: {
            allowed: true,
            targets: [
              {
                releaseId: old.releaseId,
                version: old.version,
                since: ago({ days: 20 }),
              },
            ],
          },
        }),
        lane('canary', move.before),
        lane('production', move.before, {
          state: environmentState('production', move.before, {
            origin: { kind: 'baseline' },
            sync: 'out-of-sync',
            health: 'progressing',
          }),
        }),
      ],
      paths: [
        path('dev', 'staging', {
          status: 'ready',
          headline,
          release: move.release,
          gates: passingGates(),
          promote: { allowed: true },
          explanation: { code: 'ready', tone: 'passes', message: headline },
        }),
        path('staging', 'canary', { requirement: approvalsToCanary }),
        path('canary', 'production'),
      ],
      promotions: [summary(done)],
    }),
  };
}
