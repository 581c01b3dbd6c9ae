// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  contentHash,
  type ContentHash,
  type Evidence,
} from 'backstage-plugin-promotion-common';

/**
 * The id of an observation: the hash of what it says, about what, when and by whom. The same report sent twice is one
 * observation. When it was received, and the link, do not matter.
 */
export function evidenceIdOf(
  evidence: Pick<
    Evidence,
    | 'kind'
    | 'subject'
    | 'question'
    | 'facts'
    | 'problem'
    | 'observedAt'
    | 'producer'
  >,
): ContentHash {
  const { kind, subject, question, facts, problem, observedAt, producer } =
    evidence;
  return contentHash({
    kind,
    subject,
    question,
    facts,
    problem,
    observedAt: Date.parse(observedAt),
    producer,
  });
}

/**
 * The series an observation belongs to: a newer one of the same series takes its place. Test suites, scanners and
 * questions are series of their own.
 */
export function evidenceSeriesOf(
  evidence: Pick<
    Evidence,
    'kind' | 'subject' | 'question' | 'facts' | 'producer'
  >,
): ContentHash {
  const { kind, subject, question, facts, producer } = evidence;
  return contentHash({
    kind,
    subject,
    producer,
    variant: question ?? variantOf(facts),
  });
}

function variantOf(facts: Evidence['facts']): string | undefined {
  if (facts?.kind === 'tests') return facts.suite;
  if (facts?.kind === 'vulnerabilities') return facts.scanner;
  return undefined;
}
