// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { emptyGates } from './gateFixtures';
import { ago } from './moments';
import { release } from './releaseFixtures';
import { type Situation } from './Situation';
import { componentView, lane, path } from './viewFixtures';

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
