// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import { earliest } from '../model/moment';
import type { GateFacts } from './GateFacts';
import { Verdict, worstVerdict } from './Verdict';

/** Judges a gate where the rule says: in the source, in the target, or in both, of which the worse counts. */
export function onSides(
  on: 'source' | 'target' | 'both',
  facts: GateFacts,
  judge: (state: EnvironmentState, side: 'source' | 'target') => Verdict,
): Verdict {
  if (on !== 'both') {
    return { ...judge(facts[on], on), environment: facts[on].environment };
  }
  const sides = (['source', 'target'] as const).map(side => ({
    environment: facts[side].environment,
    verdict: judge(facts[side], side),
  }));
  const verdicts = sides.map(side => side.verdict);
  const worst = worstVerdict(verdicts);
  if (!worst) return judge(facts.source, 'source');
  const isPassed = worst.status === 'passed';
  const reevaluateAt = isPassed
    ? earliest(verdicts.map(verdict => verdict.reevaluateAt))
    : worst.reevaluateAt;
  const { environment, reevaluateAt: own, ...rest } = worst;
  return {
    ...rest,
    ...(!isPassed && environment !== undefined && { environment }),
    message: isPassed
      ? verdicts.map(verdict => verdict.message).join(' ')
      : worst.message,
    measures: verdicts.flatMap(verdict => verdict.measures),
    evidence: verdicts.flatMap(verdict => verdict.evidence ?? []),
    ...(reevaluateAt !== undefined && { reevaluateAt }),
    children: sides.map(side => ({
      environment: side.environment,
      status: side.verdict.status,
      message: side.verdict.message,
    })),
  };
}
