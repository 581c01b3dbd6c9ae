// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Decimal } from 'backstage-plugin-promotion-common';
import { readSampleValue } from './decimalFigures';
import { queryAnswerSchema } from './prometheusSchema';
import type { PrometheusSettings } from './PrometheusSettings';

/** A query's one figure; nothing; or why there is no answer, with the query named. */
export type QueryResult =
  | { readonly kind: 'value'; readonly value: Decimal }
  | { readonly kind: 'empty' }
  | { readonly kind: 'errored'; readonly message: string };

const TIMEOUT_MS = 10_000;

/** Asks one Prometheus. Never rejects but for an abort: an outage is an answer of kind `errored`. */
export class PrometheusClient {
  readonly #settings: PrometheusSettings;

  constructor(settings: PrometheusSettings) {
    this.#settings = settings;
  }

  /** Evaluates a query at a moment. It must give one finite figure, or nothing. */
  async query(
    query: string,
    at: { readonly time: string; readonly signal: AbortSignal },
  ): Promise<QueryResult> {
    try {
      const response = await fetch(`${this.#settings.url}/api/v1/query`, {
        method: 'POST',
        redirect: 'manual',
        headers: { accept: 'application/json', ...this.#authorization() },
        body: new URLSearchParams({
          query,
          time: at.time,
          timeout: `${TIMEOUT_MS}ms`,
        }),
        signal: AbortSignal.any([at.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      return readAnswer(response.status, await response.text(), query);
    } catch (error) {
      at.signal.throwIfAborted();
      const cause = error instanceof Error ? error.message : 'unknown error';
      return errored(`did not answer (${cause})`, query);
    }
  }

  #authorization(): Record<string, string> {
    const { credentials } = this.#settings;
    switch (credentials?.kind) {
      case 'token':
        return { authorization: `Bearer ${credentials.token}` };
      case 'basic': {
        const pair = Buffer.from(
          `${credentials.username}:${credentials.password}`,
        ).toString('base64');
        return { authorization: `Basic ${pair}` };
      }
      default:
        return {};
    }
  }
}

function errored(what: string, query: string): QueryResult {
  return { kind: 'errored', message: `Prometheus ${what}: ${query}` };
}

function readAnswer(status: number, text: string, query: string): QueryResult {
  if (status >= 300 && status < 400) {
    return errored(
      'redirects; write its final address in promotion.prometheus.url',
      query,
    );
  }
  if (status === 401 || status === 403) {
    return errored(
      `refuses our credentials (${status}); mend them under promotion.prometheus`,
      query,
    );
  }
  const parsed = queryAnswerSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    return errored(
      `answered ${status} and nothing of its query API; check promotion.prometheus.url`,
      query,
    );
  }
  const answer = parsed.data;
  if (answer.status === 'error') {
    return errored(
      `answered ${status}, ${answer.errorType}: ${answer.error}`,
      query,
    );
  }
  if (answer.warnings?.length) {
    return errored(
      `warns that the answer may be incomplete (${answer.warnings.join('; ')})`,
      query,
    );
  }
  switch (answer.data.resultType) {
    case 'scalar':
      return readValue(answer.data.result[1], query);
    case 'vector': {
      const [first, ...others] = answer.data.result;
      if (others.length) {
        return errored(
          `gave ${
            others.length + 1
          } series where one is needed; aggregate them`,
          query,
        );
      }
      return first ? readValue(first.value[1], query) : { kind: 'empty' };
    }
    default:
      return errored(
        `gave a ${answer.data.resultType} where one figure is needed`,
        query,
      );
  }
}

function readValue(text: string, query: string): QueryResult {
  const sample = readSampleValue(text);
  switch (sample.kind) {
    case 'number':
      return { kind: 'value', value: sample.value };
    case 'infinite':
      return errored(`gave ${text}, which is no figure`, query);
    default:
      return text === 'NaN'
        ? { kind: 'empty' }
        : errored(`gave ${text.slice(0, 40)}, which is no figure`, query);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
