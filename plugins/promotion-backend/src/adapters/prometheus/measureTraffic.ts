// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Decimal } from 'backstage-plugin-promotion-common';
import type { CollectedEvidence } from 'backstage-plugin-promotion-node';
import { isNothing, roundFigure } from './decimalFigures';
import type { QueryResult } from './PrometheusClient';
import type { PrometheusQueries } from './queries';

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
 * series is no data, never zero; no failure series beside requests is zero failures.
 */
export async function measureTraffic(
  queries: PrometheusQueries,
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
  return {
    kind: 'measured',
    figures: {
      requests: roundFigure(requests.value, 'down'),
      failures:
        failures.kind === 'value' ? roundFigure(failures.value, 'up') : '0',
    },
  };
}
