// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { failingGates } from './gateFixtures';
import { plan } from './promotionFixtures';
import { approvalsToCanary, moveOf, type Situation } from './Situation';
import { componentView, lane, path } from './viewFixtures';

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
      tally: {
        reached: false,
        rejected: false,
        slots: [
          { role: 'sre', candidates: [] },
          { role: 'qa', candidates: ['user:default/quinn'] },
        ],
        dismissals: [],
        satisfiable: true,
      },
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
                  targets: [
                    ...failingGates().map(({ gateId, status }) => ({
                      kind: 'gate' as const,
                      gateId,
                      status,
                    })),
                    { kind: 'approval' as const },
                  ],
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
