// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Decimal } from 'backstage-plugin-promotion-common';
import type { CollectedEvidence } from 'backstage-plugin-promotion-node';
import { isNothing, reaches, roundFigure } from './decimalFigures';
import type { QueryResult } from './PrometheusClient';
import type { BuiltQueries } from './queries';

/** Why there are no figures. */
export type Problem = NonNullable<CollectedEvidence['problem']>;

/** Figures or a problem. */
export type Measured<T> =
  | { readonly kind: 'measured'; readonly figures: T }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Requests and failures over a window. */
export interface Traffic {
  readonly requests: Decimal;
  readonly failures: Decimal;
}

/** A series whose newest sample is older than this has ended: what is counted is not what happens now. */
const MAX_SAMPLE_AGE_SECONDS = 300;

/** Answers one query, the same one once. */
export type Ask = (query: string) => Promise<QueryResult>;

/** A problem as an answer. */
export function problem(
  code: Problem['code'],
  message: string,
): { kind: 'problem'; problem: Problem } {
  return { kind: 'problem', problem: { code, message } };
}

/**
 * Asks for requests and failures separately: errors by total would be empty for a service that never failed. No request
 * series is no data, never zero; no failure series beside requests is zero failures only where all requests carry the
 * label that would tell one.
 */
export async function measureTraffic(
  queries: BuiltQueries,
  ask: Ask,
): Promise<Measured<Traffic>> {
  const [age, requests, failures] = await Promise.all([
    ask(queries.sampleAge),
    ask(queries.requests),
    ask(queries.failures),
  ]);
  const broken = [age, requests, failures].find(
    result => result.kind === 'errored',
  );
  if (broken?.kind === 'errored') {
    return problem('errored', broken.message);
  }
  if (requests.kind !== 'value') {
    return problem(
      'no-data',
      `Prometheus has no requests: ${queries.requests}`,
    );
  }
  if (age.kind !== 'value' || Number(age.value) > MAX_SAMPLE_AGE_SECONDS) {
    const since =
      age.kind === 'value'
        ? `the newest sample is ${Math.round(Number(age.value))} s old`
        : 'there is no current sample';
    return problem(
      'no-data',
      `The series has ended, ${since}: ${queries.sampleAge}`,
    );
  }
  if (isNothing(requests.value)) {
    return problem(
      'no-data',
      `There was no traffic: ${queries.requests} is 0.`,
    );
  }
  if (failures.kind === 'value') {
    return measured(requests.value, failures.value);
  }
  const untold = await whyUntold(queries, requests.value, ask);
  return untold === undefined
    ? measured(requests.value, '0')
    : problem('errored', untold);
}

function measured(requests: Decimal, failures: Decimal): Measured<Traffic> {
  return {
    kind: 'measured',
    figures: {
      requests: roundFigure(requests, 'down'),
      failures: roundFigure(failures, 'up'),
    },
  };
}

/** Why no series of failures does not mean that nothing failed; absent: it does. */
async function whyUntold(
  { failures, labelled }: BuiltQueries,
  requests: Decimal,
  ask: Ask,
): Promise<string | undefined> {
  const remedy = 'promotion.prometheus.queries.failures';
  if (!labelled) {
    return `Prometheus has requests and no series of failures, and nothing shows that none failed: ${failures}. Add "or vector(0)" to ${remedy} if none means zero.`;
  }
  const told = await ask(labelled.query);
  if (told.kind === 'errored') return told.message;
  return told.kind === 'value' && reaches(told.value, requests)
    ? undefined
    : `The requests in Prometheus carry no usable label ${labelled.label}, so failures cannot be told: ${labelled.query}. Name the label that has the status in ${remedy}.`;
}
