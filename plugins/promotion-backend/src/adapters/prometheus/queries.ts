// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Labels of a query, by name. */
export type QueryLabels = Readonly<Record<string, string>>;

/**
 * The figures asked for. `trafficShare` is in percent, `sampleAge` in seconds, the others are counts over the window.
 * `trafficShare` absent: the requests here among those of the environments that share the traffic.
 */
export interface PrometheusQueries {
  readonly requests: string;
  readonly failures: string;
  readonly trafficShare?: string;
  readonly sampleAge: string;
}

/** Queries for one environment and window. */
export interface BuiltQueries extends PrometheusQueries {
  /**
   * Counts the requests that carry the label by which failures are told, whatever it says: where that is all of them, no
   * failures means none. Absent: the query of failures does not show by which label it tells them.
   */
  readonly labelled?: { readonly label: string; readonly query: string };
}

/**
 * The default queries. `$labels` stands for the environment's labels, `$shared` for those without the ones that tell
 * environments of one component apart, `$window` for the range. Deployments with other metrics replace them under
 * `promotion.prometheus.queries`. The sandbox answers exactly these texts.
 */
export const defaultTemplates: PrometheusQueries = {
  requests: 'sum(increase(http_requests_total{$labels}[$window]))',
  failures: 'sum(increase(http_requests_total{$labels,code=~"5.."}[$window]))',
  sampleAge: 'time() - max(timestamp(http_requests_total{$labels}))',
};

/** Windows are whole minutes, so that the same question is asked again within a minute. Shorter than one is none. */
const STEP_SECONDS = 60;

/** The longest window of at most `durationMs` that is asked for, in seconds; 0 when it is too short to be asked. */
export function toWindowSeconds(durationMs: number): number {
  return Math.max(
    0,
    Math.floor(durationMs / 1_000 / STEP_SECONDS) * STEP_SECONDS,
  );
}

/** A label value as PromQL writes it between double quotes. */
function escapeLabelValue(value: string): string {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n');
}

function writeLabels(labels: QueryLabels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabelValue(value)}"`)
    .join(',');
}

/** Labels that environments of one component share: all but those that name the environment. */
export function sharedLabels(
  labels: QueryLabels,
  environment: string,
): QueryLabels {
  return Object.fromEntries(
    Object.entries(labels).filter(
      ([name, value]) => name !== 'environment' && value !== environment,
    ),
  );
}

/**
 * The query texts for one environment and window.
 * @param window.seconds whole seconds, as `toWindowSeconds` gives them
 */
export function buildQueries(
  window: {
    readonly labels: QueryLabels;
    readonly environment: string;
    readonly seconds: number;
  },
  templates: PrometheusQueries = defaultTemplates,
): BuiltQueries {
  const values: Readonly<Record<string, string>> = {
    $labels: writeLabels(window.labels),
    $shared: writeLabels(sharedLabels(window.labels, window.environment)),
    $window: `${window.seconds}s`,
  };
  // In one pass: a label that looks like a placeholder stays a label.
  const fill = (template: string) =>
    template.replace(
      /\$(?:labels|shared|window)\b/g,
      name => values[name] ?? name,
    );
  const labelled = labelledTemplate(templates.failures);
  return {
    requests: fill(templates.requests),
    failures: fill(templates.failures),
    sampleAge: fill(templates.sampleAge),
    ...(templates.trafficShare !== undefined && {
      trafficShare: fill(templates.trafficShare),
    }),
    ...(labelled && {
      labelled: { label: labelled.label, query: fill(labelled.template) },
    }),
  };
}

/** The query of failures with any value of the label by which it tells them; of a status code, any that is one. */
function labelledTemplate(failures: string) {
  const matcher = /(\$labels\s*,\s*)(\w+)(\s*)=~?(\s*)"([^"]*)"/;
  const [, , label, , , value = ''] = matcher.exec(failures) ?? [];
  if (label === undefined) return undefined;
  const isCode = /^[\d.|()[\]-]*\d[\d.|()[\]-]*$/.test(value);
  const any = isCode ? '=~"[1-5].."' : '!=""';
  return {
    label,
    template: failures.replace(
      matcher,
      (_, before) => `${before}${label}${any}`,
    ),
  };
}
