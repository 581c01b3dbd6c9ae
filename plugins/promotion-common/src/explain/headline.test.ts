// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { overrideRulesSchema } from '../rules/PromotionRules';
import type { GateResult } from '../model/Gate';
import type { Override, Tally } from '../model/Approval';
import type { Wait } from '../model/Readiness';
import { obstaclesOf } from '../plan/obstaclesOf';
import type { ReadinessFacts } from '../plan/ReadinessFacts';
import {
  makeComponent,
  makeGateResult,
  makeOpenTally,
  makeOverride,
  makePath,
  makeReadinessFacts,
  makeRelease,
  makeTally,
} from '../testing';
import { explainReadiness } from './explainReadiness';
import { headline } from './headline';
import type { ReadinessParts } from './ReadinessParts';

const failed = (kind: 'coverage' | 'vulnerabilities', message: string) =>
  makeGateResult({
    kind,
    gateId: kind,
    status: 'failed',
    reason: { code: `${kind}-failed`, message },
  });

interface Given {
  readonly kind?: ReadinessFacts['kind'];
  readonly gates?: readonly GateResult[];
  readonly barred?: boolean;
  readonly tally?: Tally;
  readonly waits?: readonly Wait[];
  readonly overrides?: readonly Override[];
  readonly facts?: Partial<ReadinessFacts>;
  readonly nobodyOverrides?: true;
}

function parts(given: Given = {}): ReadinessParts {
  const componentRef = 'component:default/recommendations';
  const { kind = 'promotion', gates = [makeGateResult()] } = given;
  const { tally = makeTally(), overrides = [], waits = [] } = given;
  const facts = makeReadinessFacts();
  const release = makeRelease({ version: '3.8.0' });
  const obstacles = obstaclesOf(
    {
      ...facts,
      kind,
      barred: given.barred
        ? [
            {
              componentRef,
              environment: 'canary',
              releaseId: release.releaseId,
              version: release.version,
              reason: 'degraded',
              promotionId: 'p-1',
              barredAt: facts.now,
            },
          ]
        : [],
      component: makeComponent({ componentRef, name: 'recommendations' }),
      path: makePath({
        overrides: given.nobodyOverrides
          ? undefined
          : overrideRulesSchema.parse({
              roles: ['sre'],
              targets: ['gates', 'barred', 'holds'],
            }),
      }),
      gates: { ...facts.gates, release },
      ...given.facts,
    },
    { gates, tally, waits, overrides, barred: given.barred ?? false },
  );
  return {
    kind,
    componentRef,
    version: '3.8.0',
    to: 'canary',
    gates,
    obstacles,
    overridden: overrides.map(({ target }) => target),
    tally,
  };
}

const blocked = {
  gates: [
    failed('coverage', 'Coverage is 78 %, below the limit of 80 %.'),
    failed('vulnerabilities', '1 high vulnerability is open, 0 are allowed.'),
  ],
};

describe('the headline', () => {
  it.each<[string, Given, string]>([
    [
      'nothing stands in the way',
      {},
      'recommendations 3.8.0 may move to canary.',
    ],
    [
      'gates fail',
      blocked,
      'recommendations 3.8.0 may not move to canary: coverage is 78 %, below the limit of 80 % and 1 high vulnerability is open, 0 are allowed; storefront can mend it, an SRE can override it.',
    ],
    [
      'a source gave nothing, without repeating all it said',
      {
        gates: [
          makeGateResult({
            kind: 'slo',
            gateId: 'slo',
            status: 'no-data',
            reason: {
              code: 'source-empty',
              message:
                'Prometheus gave no SLO measurement: Prometheus has no requests: sum(increase(http_requests_total[10m]))',
            },
          }),
        ],
      },
      'recommendations 3.8.0 may not move to canary: prometheus gave no SLO measurement; storefront can mend it, an SRE can override it.',
    ],
    [
      'nobody may override',
      { ...blocked, nobodyOverrides: true },
      'recommendations 3.8.0 may not move to canary: coverage is 78 %, below the limit of 80 % and 1 high vulnerability is open, 0 are allowed; storefront can mend it.',
    ],
    [
      'only time is missing',
      {
        gates: [
          makeGateResult({
            kind: 'soak',
            status: 'pending',
            reason: {
              code: 'soaking',
              message: 'It has been live in staging for 1 h of 2 h.',
            },
            reevaluateAt: '2026-03-02T11:00:00.000Z',
          }),
          makeGateResult({
            kind: 'slo',
            gateId: 'slo',
            status: 'pending',
            reason: { code: 'slo', message: '10 min must be measured.' },
            reevaluateAt: '2026-03-02T10:10:00.000Z',
          }),
        ],
      },
      'recommendations 3.8.0 may not move to canary yet: it has been live in staging for 1 h of 2 h and 10 min must be measured; it may pass on 2 March at 11:00 UTC.',
    ],
    [
      'it is barred',
      { barred: true },
      'recommendations 3.8.0 may not move to canary: it was rolled back there and is barred; an SRE can override it.',
    ],
    [
      'people must agree',
      { tally: makeOpenTally() },
      'recommendations 3.8.0 may move to canary once an SRE (Sam) and a QA (Quinn) agree.',
    ],
    [
      'the quorum can never be met',
      {
        tally: makeTally({
          reached: false,
          satisfiable: false,
          unsatisfiableReason: 'Nobody holds the role QA. Add a QA.',
        }),
      },
      'recommendations 3.8.0 may not move to canary: Nobody holds the role QA. Add a QA.',
    ],
    [
      'it was rejected',
      { tally: makeTally({ reached: false, rejected: true }) },
      'recommendations 3.8.0 may not move to canary: it was rejected.',
    ],
    [
      'it is held',
      {
        waits: [
          {
            kind: 'hold',
            holdId: 'hold-1',
            message: 'canary is frozen by Sam: Quarter end.',
          },
        ],
      },
      'recommendations 3.8.0 may move to canary when its turn comes: canary is frozen by Sam: Quarter end; an SRE can override it.',
    ],
    [
      'a gate was overridden',
      {
        gates: blocked.gates.slice(0, 1),
        overrides: [makeOverride()],
      },
      'recommendations 3.8.0 may move to canary, with 1 obstacle overridden.',
    ],
    [
      'it goes back',
      { kind: 'rollback' },
      'recommendations may go back to 3.8.0 in canary.',
    ],
  ])('says in one sentence that %s', (_, given, sentence) => {
    expect(headline(parts(given))).toBe(sentence);
  });
});

describe('the explanation', () => {
  it('has a reason for each gate, with who can help where it blocks', () => {
    const tree = explainReadiness(parts(blocked));
    expect(tree).toMatchObject({ code: 'gates', tone: 'blocks' });
    expect(tree.children?.[0]).toMatchObject({
      code: 'coverage-failed',
      tone: 'blocks',
      helpers: ['group:default/storefront', 'sre'],
    });
    expect(tree.children?.at(-1)).toMatchObject({
      code: 'approvals',
      tone: 'passes',
    });
  });

  it('shows what was overridden as a warning, beside its verdict', () => {
    const tree = explainReadiness(
      parts({
        gates: blocked.gates.slice(0, 1),
        overrides: [makeOverride()],
      }),
    );
    expect(tree.tone).toBe('passes');
    expect(tree.children?.[0]).toMatchObject({
      code: 'coverage-failed',
      tone: 'warns',
    });
  });
});
