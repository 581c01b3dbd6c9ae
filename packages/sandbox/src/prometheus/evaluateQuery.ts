// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { SeededMetrics } from './SeededMetrics';

const NAME = '([A-Za-z0-9_.-]+)';
const WINDOW = '\\[(\\d+)(s|m|h|d)\\]';
const BOTH = `\\{component="${NAME}",environment="${NAME}"\\}`;

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A query the sandbox understands: one of the default rules' templates, to the letter. */
interface Template {
  readonly pattern: RegExp;
  readonly evaluate: (
    match: readonly string[],
    metrics: SeededMetrics,
    at: number,
  ) => number | undefined;
}

const TEMPLATES: readonly Template[] = [
  {
    pattern: exactly(
      `sum\\(increase\\(http_requests_total\\{component="${NAME}",environment="${NAME}"(?:,code=~"\\[1-5\\]\\.\\.")?\\}${WINDOW}\\)\\)`,
    ),
    evaluate: ([component = '', environment = '', amount, unit], metrics, at) =>
      metrics.increase({
        component,
        environment,
        errorsOnly: false,
        windowMs: toMs(amount, unit),
        at,
      }),
  },
  {
    pattern: exactly(
      `sum\\(increase\\(http_requests_total\\{component="${NAME}",environment="${NAME}",code=~"5\\.\\."\\}${WINDOW}\\)\\)`,
    ),
    evaluate: ([component = '', environment = '', amount, unit], metrics, at) =>
      metrics.increase({
        component,
        environment,
        errorsOnly: true,
        windowMs: toMs(amount, unit),
        at,
      }),
  },
  {
    pattern: exactly(
      `time\\(\\) - max\\(timestamp\\(http_requests_total${BOTH}\\)\\)`,
    ),
    evaluate: ([component = '', environment = ''], metrics, at) =>
      metrics.sampleAgeSeconds({ component, environment }, at),
  },
];

/** What a query gives: no value is an empty vector. */
export type QueryOutcome =
  | { readonly kind: 'vector'; readonly value: number | undefined }
  | { readonly kind: 'not-understood' };

/** Evaluates one of the known queries at a moment (epoch milliseconds). */
export function evaluateQuery(
  query: string,
  metrics: SeededMetrics,
  at: number,
): QueryOutcome {
  for (const { pattern, evaluate } of TEMPLATES) {
    const match = pattern.exec(query);
    if (match) {
      return { kind: 'vector', value: evaluate(match.slice(1), metrics, at) };
    }
  }
  return { kind: 'not-understood' };
}

function exactly(source: string): RegExp {
  return new RegExp(`^${source}$`);
}

function toMs(amount: string | undefined, unit: string | undefined): number {
  return Number(amount) * (UNIT_MS[unit ?? 's'] ?? 1_000);
}
