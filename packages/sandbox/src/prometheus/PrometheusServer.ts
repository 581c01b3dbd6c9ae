// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import express, { Request, Response, Router } from 'express';
import { HttpFaults } from '../http/HttpFaults';
import { isRecord } from '../http/isRecord';
import { SandboxClock } from '../SandboxClock';
import { evaluateQuery } from './evaluateQuery';
import { SeededMetrics } from './SeededMetrics';

/**
 * Prometheus' query API over seeded series. It answers exactly the queries of the default rules and
 * 422 to any other, so that a changed query is noticed instead of answered with something made up.
 */
export class PrometheusServer {
  readonly faults = new HttpFaults();
  readonly metrics: SeededMetrics;
  readonly #clock: SandboxClock;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
    this.metrics = new SeededMetrics(clock);
  }

  reset(): void {
    this.metrics.clear();
    this.faults.clear();
  }

  /** The API, to be mounted at its root path. */
  router(): Router {
    const router = express.Router();
    router.use(this.faults.handler());
    router.use(express.urlencoded({ extended: false }));
    router.get('/-/healthy', (_request, response) => {
      response.type('text/plain').send('Prometheus Server is Healthy.\n');
    });
    router.get('/api/v1/query', (request, response) =>
      this.#query(request, response),
    );
    router.post('/api/v1/query', (request, response) =>
      this.#query(request, response),
    );
    router.use((_request, response) => {
      response.status(404).type('text/plain').send('404 page not found\n');
    });
    return router;
  }

  #query(request: Request, response: Response): void {
    const given = (name: string): string | undefined => {
      const inBody: unknown = isRecord(request.body)
        ? request.body[name]
        : undefined;
      return [inBody, request.query[name]].find(
        (one): one is string => typeof one === 'string',
      );
    };
    const query = given('query');
    if (!query) {
      fail(
        response,
        400,
        'bad_data',
        'invalid parameter "query": 1:1: parse error: unexpected end of input',
      );
      return;
    }
    const time = given('time');
    const at = time === undefined ? this.#clock.now() : parseTime(time);
    if (at === undefined) {
      fail(
        response,
        400,
        'bad_data',
        `invalid parameter "time": cannot parse "${time}" to a valid timestamp`,
      );
      return;
    }
    const outcome = evaluateQuery(query, this.metrics, at);
    if (outcome.kind === 'not-understood') {
      fail(
        response,
        422,
        'execution',
        `the sandbox answers only the queries of the default rules, not: ${query}`,
      );
      return;
    }
    const { value } = outcome;
    response.json({
      status: 'success',
      data: {
        resultType: 'vector',
        // Values travel as text; nothing found is an empty list, never a zero.
        result:
          value === undefined
            ? []
            : [{ metric: {}, value: [at / 1000, String(value)] }],
      },
    });
  }
}

/** Unix seconds, with fractions, or RFC 3339. */
function parseTime(text: string): number | undefined {
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function fail(
  response: Response,
  status: number,
  errorType: string,
  error: string,
): void {
  response.status(status).json({ status: 'error', errorType, error });
}
