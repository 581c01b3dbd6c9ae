// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Decimal,
  EvidenceFacts,
  GateRules,
} from 'backstage-plugin-promotion-common';
import {
  liveInterval,
  questionOf,
} from 'backstage-plugin-promotion-common/gates';
import type {
  CallContext,
  CollectedEvidence,
  CollectRequest,
  EvidenceProvider,
} from 'backstage-plugin-promotion-node';
import { consumedBudget, roundFigure, shareOf } from './decimalFigures';
import {
  measureTraffic,
  problem,
  type Ask,
  type Measured,
} from './measureTraffic';
import { PrometheusClient, type QueryResult } from './PrometheusClient';
import type { PrometheusSettings } from './PrometheusSettings';
import { buildQueries, toWindowSeconds, type BuiltQueries } from './queries';

/** The kinds of evidence this adapter answers. */
export const prometheusKinds = ['slo', 'error-budget', 'canary'] as const;
type Kind = (typeof prometheusKinds)[number];
type RulesOf<K extends Kind> = Extract<GateRules, { kind: K }>;

/** A release may be live for a year; no more of it than this is asked for. */
const MAX_WINDOW_MS = 30 * 86_400_000;

/** One collection: what was asked, and how to ask. */
interface Collection {
  readonly request: CollectRequest;
  readonly settings: PrometheusSettings;
  readonly ask: Ask;
}

/** Facts, and the query a person may repeat. */
interface Answer {
  readonly facts: EvidenceFacts;
  readonly query: string;
}

/**
 * Asks Prometheus for availability, error budget and canary figures of one environment. Gates of one kind share an
 * observation where they ask the same; each other window or objective is measured for itself.
 */
export class PrometheusEvidenceProvider implements EvidenceProvider {
  readonly name = 'prometheus';
  readonly kinds = prometheusKinds;
  readonly #settings: PrometheusSettings;
  readonly #client: PrometheusClient;

  constructor(settings: PrometheusSettings) {
    this.#settings = settings;
    this.#client = new PrometheusClient(settings);
  }

  async collect(
    request: CollectRequest,
    context: CallContext,
  ): Promise<readonly CollectedEvidence[]> {
    const collection = {
      request,
      settings: this.#settings,
      ask: this.#askOnce(request, context),
    };
    return Promise.all(
      distinctQuestions(request.gates).map(
        async (asked): Promise<CollectedEvidence> => {
          const { kind, rules, question } = asked;
          const base = {
            kind,
            subject: 'environment' as const,
            ...(question !== undefined && { question }),
            observedAt: request.now,
          };
          const measured = await measure(rules, collection);
          return measured.kind === 'problem'
            ? { ...base, problem: measured.problem }
            : {
                ...base,
                facts: measured.figures.facts,
                url: this.#link(measured.figures.query),
              };
        },
      ),
    );
  }

  /** The same query is asked once a collection, at the moment the request names. */
  #askOnce(request: CollectRequest, context: CallContext): Ask {
    const time = (Date.parse(request.now) / 1_000).toFixed(3);
    const asked = new Map<string, Promise<QueryResult>>();
    return query => {
      const known =
        asked.get(query) ??
        this.#client.query(query, { time, signal: context.signal });
      asked.set(query, known);
      return known;
    };
  }

  #link(query: string): string | undefined {
    const { webUrl } = this.#settings;
    return (
      webUrl &&
      `${webUrl}/graph?${new URLSearchParams({
        'g0.expr': query,
        'g0.tab': '1',
      })}`
    );
  }
}

/** One gate for each thing that is asked, by kind. */
function distinctQuestions(gates: readonly GateRules[]) {
  return prometheusKinds.flatMap(kind => {
    const asking = gates
      .filter(gate => gate.kind === kind)
      .map(rules => ({ kind, rules, question: questionOf(rules) }));
    return asking.filter(
      ({ question }, index) =>
        asking.findIndex(other => other.question === question) === index,
    );
  });
}

function measure(
  rules: GateRules,
  collection: Collection,
): Promise<Measured<Answer>> {
  switch (rules.kind) {
    case 'slo':
      return measureSlo(rules, collection);
    case 'error-budget':
      return measureBudget(rules, collection);
    case 'canary':
      return measureCanary(rules, collection);
    default:
      throw new TypeError(`Prometheus is not asked about ${rules.kind}`);
  }
}

async function measureSlo(
  rules: RulesOf<'slo'>,
  collection: Collection,
): Promise<Measured<Answer>> {
  const window = liveWindow(collection.request, rules.window ?? MAX_WINDOW_MS);
  if (window.kind === 'problem') {
    return window;
  }
  const queries = queriesFor(collection, window.figures);
  const traffic = await measureTraffic(queries, collection.ask);
  return traffic.kind === 'problem'
    ? traffic
    : {
        kind: 'measured',
        figures: {
          facts: {
            kind: 'slo',
            ...traffic.figures,
            windowMs: window.figures * 1_000,
          },
          query: queries.requests,
        },
      };
}

/** The budget belongs to the environment, whichever release is live in it. */
async function measureBudget(
  rules: RulesOf<'error-budget'>,
  collection: Collection,
): Promise<Measured<Answer>> {
  const seconds = Math.floor(rules.window / 1_000);
  const queries = queriesFor(collection, seconds);
  const traffic = await measureTraffic(queries, collection.ask);
  if (traffic.kind === 'problem') {
    return traffic;
  }
  const { requests, failures } = traffic.figures;
  const consumed = consumedBudget({
    requests,
    failures,
    objective: rules.objective,
  });
  return consumed === undefined
    ? problem(
        'errored',
        `An objective of ${rules.objective} % leaves no budget to consume; write a lower one in the rules.`,
      )
    : {
        kind: 'measured',
        figures: {
          facts: {
            kind: 'error-budget',
            consumed,
            objective: rules.objective,
            requests,
            windowMs: seconds * 1_000,
          },
          query: queries.failures,
        },
      };
}

async function measureCanary(
  rules: RulesOf<'canary'>,
  collection: Collection,
): Promise<Measured<Answer>> {
  const window = liveWindow(collection.request, MAX_WINDOW_MS);
  if (window.kind === 'problem') {
    return window;
  }
  const queries = queriesFor(collection, window.figures);
  const [traffic, share] = await Promise.all([
    measureTraffic(queries, collection.ask),
    measureShare(rules, collection, window.figures),
  ]);
  if (traffic.kind === 'problem') {
    return traffic;
  }
  return share.kind === 'problem'
    ? share
    : {
        kind: 'measured',
        figures: {
          facts: {
            kind: 'canary',
            trafficShare: share.figures,
            ...traffic.figures,
            durationMs: window.figures * 1_000,
          },
          query: queries.trafficShare ?? queries.requests,
        },
      };
}

/** Among the two ends of the path, or those that the rules name: a load test elsewhere is no traffic that is shared. */
async function measureShare(
  rules: RulesOf<'canary'>,
  collection: Collection,
  seconds: number,
): Promise<Measured<Decimal>> {
  const { request, ask } = collection;
  const { trafficShare } = queriesFor(collection, seconds);
  if (trafficShare !== undefined) {
    const share = await ask(trafficShare);
    return share.kind === 'value'
      ? { kind: 'measured', figures: roundFigure(share.value, 'down') }
      : noFigure(share, 'share of traffic', trafficShare);
  }
  const own = request.environment;
  const { from, to } = request.path;
  const names = new Set([
    own.environment,
    ...(rules.trafficAmong ?? [from, to]),
  ]);
  const sharing = [own, ...request.others].filter(({ environment }) =>
    names.has(environment),
  );
  const missing = [...names].find(
    name => !sharing.some(({ environment }) => environment === name),
  );
  const alike = sharing.find(
    (each, index) =>
      index !==
      sharing.findIndex(
        other => JSON.stringify(other.labels) === JSON.stringify(each.labels),
      ),
  );
  if (missing !== undefined || alike) {
    return problem(
      'errored',
      alike
        ? `No label of ${alike.environment} tells it apart from other environments, so its share of traffic cannot be asked. Add one to its labels in the rules.`
        : `${missing} is not configured for this component, so its traffic cannot be asked. Correct trafficAmong of the canary gate in the rules.`,
    );
  }
  const counted: Decimal[] = [];
  for (const { labels, environment } of sharing) {
    const { requests } = buildQueries(
      { labels, environment, seconds },
      collection.settings.queries,
    );
    const result = await ask(requests);
    if (result.kind !== 'value') {
      return noFigure(result, `requests of ${environment}`, requests);
    }
    counted.push(result.value);
  }
  const share = shareOf(counted[0] ?? '0', counted);
  return share === undefined
    ? problem('no-data', `There was no traffic in ${[...names].join(' and ')}.`)
    : { kind: 'measured', figures: share };
}

function noFigure(
  result: Exclude<QueryResult, { kind: 'value' }>,
  what: string,
  query: string,
): Measured<never> {
  return result.kind === 'errored'
    ? problem('errored', result.message)
    : problem('no-data', `Prometheus has no ${what}: ${query}`);
}

function queriesFor(
  { request, settings }: Collection,
  seconds: number,
): BuiltQueries {
  const { labels, environment } = request.environment;
  return buildQueries({ labels, environment, seconds }, settings.queries);
}

/** The time since the release is live here, clipped, in whole minutes given in seconds. */
function liveWindow(
  { state, release, now }: CollectRequest,
  maxMs: number,
): Measured<number> {
  const interval = liveInterval(state, release);
  if (!interval || interval.until !== undefined) {
    return problem(
      'no-data',
      `${release.version} is not live in ${state.environment}, so nothing there is measured for it.`,
    );
  }
  const seconds = toWindowSeconds(
    Math.min(Date.parse(now) - Date.parse(interval.since), maxMs),
  );
  return seconds > 0
    ? { kind: 'measured', figures: seconds }
    : problem(
        'no-data',
        `${release.version} is live in ${state.environment} for less than a minute.`,
      );
}
