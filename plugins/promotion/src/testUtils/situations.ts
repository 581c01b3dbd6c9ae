// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ComponentView,
  Plan,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import { emptyGates, failingGates, passingGates } from './gateFixtures';
import { ago } from './moments';
import {
  may,
  mayNot,
  plan,
  promotion,
  summary,
  timeline,
  type Move,
} from './promotionFixtures';
import { environmentState, release } from './releaseFixtures';
import { componentView, lane, path } from './viewFixtures';

/** One situation of the demo: what the tab shows, and what can be opened from it. */
export interface Situation {
  readonly view: ComponentView;
  readonly promotions: readonly PromotionView[];
  readonly plan?: Plan;
}

const approvalsToCanary = {
  slots: [
    { role: 'sre', count: 1 },
    { role: 'qa', count: 1 },
  ],
  allowRequester: false,
  distinct: 'across-roles' as const,
};

function moveOf(name: string, from: string, to: string): Move {
  const versions = {
    release: release(name, '2.4.0'),
    before: release(name, '2.3.1'),
  };
  return { name, from, to, ...versions };
}

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

/** staging → canary waits for SRE and QA; the requester's own approval does not count. */
export function awaitingApproval(viewer: 'olivia' | 'sam'): Situation {
  const move = moveOf('search', 'staging', 'canary');
  const tally = {
    reached: false,
    rejected: false,
    slots: [
      { role: 'sre', candidates: ['user:default/sam'] },
      {
        role: 'qa',
        userRef: 'user:default/quinn',
        approvalId: 'a1',
        candidates: [],
      },
    ],
    dismissals: [
      {
        userRef: 'user:default/olivia',
        approvalId: 'a0',
        reason: 'requester' as const,
        message: 'whoever asks for a promotion does not approve it',
      },
    ],
    satisfiable: true,
  };
  const headline = '2.4.0 to canary waits for one approval: SRE (Sam Sato).';
  const approval = (approvalId: string, userRef: string) => ({
    approvalId,
    promotionId: 'p',
    userRef,
    decision: 'approved' as const,
    contentHash: `sha256:${'c'.repeat(64)}`,
    decidedAt: ago({ minutes: 4 }),
    comment: 'Exploratory tests done.',
    membershipProof: [],
    evidenceIds: [],
  });
  const reason =
    'You asked for this promotion, so your approval does not count.';
  const open = promotion(move, {
    state: 'awaiting-approval',
    stateSince: ago({ minutes: 9 }),
    targetState: 'untouched',
    headline,
    requirement: approvalsToCanary,
    explanation: {
      code: 'awaiting-approval',
      tone: 'waits',
      message: headline,
      helpers: ['sre'],
    },
    approvals: [
      approval('a0', 'user:default/olivia'),
      approval('a1', 'user:default/quinn'),
    ],
    readiness: {
      gates: passingGates(),
      blockingGateIds: [],
      barred: false,
      tally,
      waits: [],
      explanation: {
        code: 'awaiting-approval',
        tone: 'waits',
        message: headline,
      },
      headline,
      evaluatedAt: ago({ seconds: 20 }),
    },
    commands:
      viewer === 'sam'
        ? [may('approve', ['sre']), may('reject', ['sre'])]
        : [mayNot('approve', reason), mayNot('reject', reason), may('cancel')],
    timeline: timeline(
      { message: 'asked to promote 2.4.0 to canary', to: 'awaiting-approval' },
      {
        message: 'approved by quinn as QA',
        to: 'awaiting-approval',
        actor: { kind: 'user', ref: 'user:default/quinn' },
      },
    ),
  });
  return {
    promotions: [open],
    view: componentView({
      name: 'search',
      headline,
      viewer: {
        userRef: `user:default/${viewer}`,
        roles: viewer === 'sam' ? ['sre'] : [],
      },
      lanes: [
        lane('dev', move.release),
        lane('staging', move.release),
        lane('canary', move.before, { openPromotionId: open.promotionId }),
        lane('production', move.before),
      ],
      paths: [
        path('dev', 'staging'),
        path('staging', 'canary', {
          status: 'in-progress',
          headline,
          release: move.release,
          gates: passingGates(),
          requirement: approvalsToCanary,
          tally,
          promotion: open,
          explanation: open.explanation,
        }),
        path('canary', 'production'),
      ],
      promotions: [summary(open)],
    }),
  };
}

/** staging → canary is blocked by coverage and a vulnerability; an SRE may override. */
export function blocked(viewer: 'olivia' | 'sam'): Situation {
  const move = moveOf('recommendations', 'staging', 'canary');
  const headline =
    '2.4.0 may not move to canary: coverage is 78 % and 1 high vulnerability is open. The owner can mend both, SRE can override.';
  const explanation = {
    code: 'blocked',
    tone: 'blocks' as const,
    message: headline,
    helpers: ['group:default/storefront', 'sre'],
  };
  const reason = '2 of 7 gates do not pass.';
  return {
    promotions: [],
    plan: plan(move, {
      headline,
      explanation,
      executable: false,
      gates: failingGates(),
      requirement: approvalsToCanary,
    }),
    view: componentView({
      name: 'recommendations',
      headline,
      viewer: {
        userRef: `user:default/${viewer}`,
        roles: viewer === 'sam' ? ['sre'] : [],
      },
      lanes: [
        lane('dev', move.release),
        lane('staging', move.release),
        lane('canary', move.before),
        lane('production', move.before),
      ],
      paths: [
        path('dev', 'staging'),
        path('staging', 'canary', {
          status: 'blocked',
          headline,
          release: move.release,
          gates: failingGates(),
          requirement: approvalsToCanary,
          explanation,
          promote: { allowed: false, reason },
          override:
            viewer === 'sam'
              ? {
                  allowed: true,
                  role: 'sre',
                  review: 'Engineering Lead reviews it within 72 h.',
                }
              : {
                  allowed: false,
                  reason: 'Only SRE may override on this path.',
                },
        }),
        path('canary', 'production'),
      ],
    }),
  };
}

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

/** Nobody ever sent evidence; sources are away, the newer rules are broken, and one setting is wrong. */
export function troubled(): Situation {
  const live = release('newcomer', '0.1.0');
  const headline =
    '0.1.0 may not move to staging: no evidence about it was ever recorded.';
  return {
    promotions: [],
    view: componentView({
      name: 'newcomer',
      headline,
      collecting: true,
      rulesProblem:
        'promotion-rules.yaml line 12, column 5: unknown key "covrage", did you mean "coverage"?',
      sources: [
        {
          name: 'Argo CD',
          status: 'unreachable',
          message: 'Argo CD default answers 503.',
          since: ago({ minutes: 7 }),
        },
      ],
      problems: [
        {
          code: 'manifest-missing',
          message: 'apps/newcomer/canary/kustomization.yaml does not exist',
          remedy:
            'Add the file to acme/gitops, or set the annotation promotion/manifest-path.',
        },
      ],
      lanes: [
        lane('dev', live),
        lane('staging', live, { state: undefined }),
        lane('canary', live, { state: undefined }),
        lane('production', live, { state: undefined }),
      ],
      paths: [
        path('dev', 'staging', {
          status: 'blocked',
          headline,
          release: live,
          gates: emptyGates(),
          explanation: {
            code: 'no-data',
            tone: 'blocks',
            message: headline,
            helpers: ['group:default/storefront'],
          },
          promote: { allowed: false, reason: 'No gate has any data.' },
        }),
      ],
    }),
  };
}
