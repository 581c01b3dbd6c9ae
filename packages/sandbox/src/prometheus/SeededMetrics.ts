// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { SandboxClock } from '../SandboxClock';

/** Whose requests are counted. */
export interface SeriesLabels {
  readonly component: string;
  readonly environment: string;
}

/** Traffic from one moment on, until the next change. */
interface Segment {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly requestsPerSecond: number;
  /** Share of requests that end with a 5xx, 0 to 1. */
  readonly errorRatio: number;
}

interface Series {
  readonly labels: SeriesLabels;
  segments: Segment[];
  /** When scraping stopped; absent: it goes on. */
  stoppedAt?: number;
}

const SCRAPE_MS = 15_000;
/** Prometheus forgets a series five minutes after its last sample. */
const STALE_MS = 300_000;

/** Request counters as functions of time: they never run out, and the same question has one answer. */
export class SeededMetrics {
  readonly #clock: SandboxClock;
  readonly #series = new Map<string, Series>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Sets the traffic of a series from a moment on (default now); what was before stays. */
  set(
    labels: SeriesLabels,
    traffic: {
      readonly requestsPerSecond: number;
      readonly errorRatio: number;
      readonly from?: number;
    },
  ): void {
    const key = `${labels.component}/${labels.environment}`;
    const series = this.#series.get(key) ?? { labels, segments: [] };
    const from = traffic.from ?? this.#clock.now();
    series.segments = [
      ...series.segments.filter(one => one.from < from),
      {
        from,
        requestsPerSecond: traffic.requestsPerSecond,
        errorRatio: traffic.errorRatio,
      },
    ];
    this.#series.set(key, series);
  }

  /** Stops or resumes the scraping of a series: samples grow old, then the series is gone. */
  setScraped(labels: SeriesLabels, scraped: boolean): void {
    const series = this.#series.get(
      `${labels.component}/${labels.environment}`,
    );
    if (series) {
      series.stoppedAt = scraped ? undefined : this.#clock.now();
    }
  }

  clear(): void {
    this.#series.clear();
  }

  /**
   * What `sum(increase(http_requests_total{…}[window]))` gives at a moment.
   * @returns undefined where Prometheus answers an empty vector; also for errors where there are none,
   *   because a counter that was never incremented does not exist
   */
  increase(question: {
    readonly component: string;
    readonly environment?: string;
    readonly errorsOnly: boolean;
    readonly windowMs: number;
    readonly at: number;
  }): number | undefined {
    const { component, environment, errorsOnly, windowMs, at } = question;
    const counts = [...this.#series.values()]
      .filter(
        ({ labels }) =>
          labels.component === component &&
          (environment === undefined || labels.environment === environment),
      )
      .flatMap(
        series =>
          count(series, { from: at - windowMs, to: at, errorsOnly }) ?? [],
      );
    return counts.length === 0
      ? undefined
      : counts.reduce((sum, one) => sum + one, 0);
  }

  /** Seconds since the newest sample at a moment; undefined when there is none. */
  sampleAgeSeconds(labels: SeriesLabels, at: number): number | undefined {
    const series = this.#series.get(
      `${labels.component}/${labels.environment}`,
    );
    const first = series?.segments[0]?.from;
    if (!series || first === undefined) {
      return undefined;
    }
    const last = Math.min(at, series.stoppedAt ?? at);
    const sample = last - ((last - first) % SCRAPE_MS);
    return last < first || at - sample > STALE_MS
      ? undefined
      : (at - sample) / 1000;
  }
}

function count(
  series: Series,
  window: {
    readonly from: number;
    readonly to: number;
    readonly errorsOnly: boolean;
  },
): number | undefined {
  const { segments, stoppedAt } = series;
  const to = Math.min(window.to, stoppedAt ?? window.to);
  const relevant = window.errorsOnly
    ? segments.some(one => one.errorRatio > 0 && one.from < to)
    : true;
  const first = segments[0]?.from;
  if (!relevant || first === undefined || first >= to || window.from >= to) {
    return undefined;
  }
  return segments.reduce((sum, segment, index) => {
    const start = Math.max(segment.from, window.from);
    const end = Math.min(segments[index + 1]?.from ?? to, to);
    const perSecond =
      segment.requestsPerSecond * (window.errorsOnly ? segment.errorRatio : 1);
    return end > start ? sum + (perSecond * (end - start)) / 1000 : sum;
  }, 0);
}
