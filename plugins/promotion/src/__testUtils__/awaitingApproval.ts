// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { passingGates } from './gateFixtures';
import { ago } from './moments';
import { may, mayNot, promotion, summary, timeline } from './promotionFixtures';
import { approvalsToCanary, moveOf, type Situation } from './Situation';
import { componentView, lane, path } from './viewFixtures';

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
