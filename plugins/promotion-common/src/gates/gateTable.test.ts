// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence, EvidenceFacts } from '../model/Evidence';
import { gateRulesSchema } from '../rules/gateRules';
import {
  ago,
  DAY,
  HOUR,
  judgeOne,
  makeEvidence,
  MINUTE,
} from './__testUtils__/gateFixtures';
import { questionOf } from './gateTable';

const SLO = { kind: 'slo', minAvailability: '99%', maxErrorRate: '1%' };
const OVER_AN_HOUR = { ...SLO, window: '1h' };
const BUDGET = {
  kind: 'error-budget',
  objective: '99%',
  maxConsumed: '50%',
  maxAge: '1h',
};
const STRICT_BUDGET = { ...BUDGET, objective: '99.9%' };

const question = (rule: Record<string, unknown>) =>
  questionOf(gateRulesSchema.parse(rule));

/** What a source measured for the question of a gate. */
function measured(
  rule: Record<string, unknown>,
  facts: EvidenceFacts,
  overrides: Partial<Omit<Evidence, 'subject'>> = {},
): Evidence {
  const asked = question(rule);
  return makeEvidence(facts, {
    environment: 'staging',
    producer: 'prometheus',
    ...(asked !== undefined && { question: asked }),
    ...overrides,
  });
}

const slo = (failures: string, windowMs: number) =>
  ({ kind: 'slo', requests: '1000', failures, windowMs } as const);
const budget = (objective: string, consumed: string) =>
  ({
    kind: 'error-budget',
    consumed,
    objective,
    requests: '1000',
    windowMs: 30 * DAY,
  } as const);

describe('gates of one kind that ask differently', () => {
  it('each count what was measured for them, whichever is newer', () => {
    const good = measured(OVER_AN_HOUR, slo('0', HOUR));
    const bad = measured(SLO, slo('500', DAY), { observedAt: ago(MINUTE) });
    const evidence = [good, bad];
    expect(judgeOne(OVER_AN_HOUR, { evidence }).status).toBe('passed');
    expect(judgeOne(SLO, { evidence }).status).toBe('failed');
  });

  it('are not mismatched for ever by the objective of another path', () => {
    const evidence = [
      measured(BUDGET, budget('99', '10')),
      measured(STRICT_BUDGET, budget('99.9', '90'), {
        observedAt: ago(MINUTE),
      }),
    ];
    expect(judgeOne(BUDGET, { evidence }).status).toBe('passed');
    expect(judgeOne(STRICT_BUDGET, { evidence }).status).toBe('failed');
  });

  it('have no data while only the other was measured', () => {
    const evidence = [measured(SLO, slo('0', DAY))];
    expect(judgeOne(OVER_AN_HOUR, { evidence }).status).toBe('no-data');
  });

  it('are not hidden by the problem of another', () => {
    const problem = { code: 'errored', message: 'it is away.' } as const;
    const other = measured(STRICT_BUDGET, budget('99.9', '1'), {
      facts: undefined,
      problem,
      observedAt: ago(MINUTE),
    });
    const evidence = [measured(BUDGET, budget('99', '10')), other];
    expect(judgeOne(BUDGET, { evidence }).status).toBe('passed');
    expect(judgeOne(STRICT_BUDGET, { evidence }).status).toBe('errored');
  });

  it('all count what was sent without a question', () => {
    const evidence = [
      makeEvidence(slo('500', DAY), { environment: 'staging' }),
      measured(SLO, slo('0', DAY)),
    ];
    expect(judgeOne(SLO, { evidence }).status).toBe('failed');
  });

  it('ask the same when they only write it differently', () => {
    expect(question({ ...BUDGET, objective: '99.00%' })).toBe(question(BUDGET));
    expect(question({ ...OVER_AN_HOUR, window: '60m' })).toBe(
      question(OVER_AN_HOUR),
    );
  });
});
