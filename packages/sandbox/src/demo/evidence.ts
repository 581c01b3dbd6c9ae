// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { digestOf } from '../argocd/ImageRegistry';
import { wholeSeconds } from '../git/GitCommit';
import {
  DemoQuality,
  DemoRelease,
  DemoService,
  GOOD_QUALITY,
  imageOf,
} from './DemoService';

const HOUR_MS = 3_600_000;

/** A body of `POST /api/promotion/v1/evidence`. Figures only: the backend judges. */
export interface EvidenceBody {
  readonly subject: Readonly<Record<string, unknown>>;
  readonly facts: { readonly kind: string; readonly [field: string]: unknown };
  readonly observedAt: string;
  readonly url?: string;
}

/** What a pipeline knows when it reports about a release. */
export interface BuildPlace {
  /** Root of the sandbox without slash; links lead there. */
  readonly baseUrl: string;
  readonly seededAt: number;
  /** The commit of each version in the service's source repository. */
  readonly commits: ReadonlyMap<string, string>;
}

export function componentRefOf(service: { readonly name: string }): string {
  return `component:default/${service.name}`;
}

/** Everything the pipelines of a service sent so far: each build, and what was measured of its release. */
export function serviceEvidence(
  service: DemoService,
  place: BuildPlace,
): EvidenceBody[] {
  return service.releases.flatMap(release => {
    const observedAt =
      place.seededAt - release.builtHoursAgo * HOUR_MS + 20 * 60_000;
    return releaseEvidence(service, release, { ...place, observedAt });
  });
}

/** The build record and every report about one release. */
export function releaseEvidence(
  service: DemoService,
  release: DemoRelease,
  place: BuildPlace & { readonly observedAt: number },
): EvidenceBody[] {
  const name = imageOf(service);
  const image = {
    name,
    tag: release.version,
    digest: digestOf(`${name}:${release.version}`),
  };
  const repository = `${place.baseUrl}/acme/${service.name}`;
  const commit = place.commits.get(release.version) ?? '';
  const quality = { ...GOOD_QUALITY, ...release.quality };
  const subject = {
    type: 'release',
    componentRef: componentRefOf(service),
    image,
  };
  const observedAt = wholeSeconds(place.observedAt);
  const build = {
    kind: 'build',
    images: [image],
    repository,
    commit,
    version: release.version,
  };
  return [build, ...reports(quality)].map(facts => ({
    subject,
    facts,
    observedAt,
    url: `${repository}/commit/${commit}`,
  }));
}

function reports(quality: DemoQuality): EvidenceBody['facts'][] {
  return [
    {
      kind: 'tests',
      suite: 'unit',
      executed: 412,
      failed: 0,
      skipped: 3,
      flaky: 0,
    },
    {
      kind: 'tests',
      suite: 'integration',
      executed: 86,
      failed: 0,
      skipped: 0,
      flaky: 1,
    },
    {
      kind: 'tests',
      suite: 'e2e',
      executed: 24,
      failed: 0,
      skipped: 0,
      flaky: 0,
    },
    {
      kind: 'tests',
      suite: 'performance',
      executed: 6,
      failed: 0,
      skipped: 0,
      flaky: 0,
    },
    { kind: 'coverage', covered: quality.coveredLines, valid: 10_000 },
    {
      kind: 'vulnerabilities',
      scanner: 'trivy',
      scanned: 143,
      critical: 0,
      high: quality.highVulnerabilities,
      medium: 3,
      low: 12,
      unknown: 0,
    },
    { kind: 'code-quality', files: 210, lintErrors: 0, lintWarnings: 4 },
    {
      kind: 'performance',
      requests: 60_000,
      p95LatencyMs: quality.p95LatencyMs,
      p99LatencyMs: '410.2',
      thresholdsFailed: 0,
      thresholdsChecked: 4,
    },
  ];
}

/** Which critical alerts fire in one environment, as a relay of Alertmanager says every minute. */
export function alertsEvidence(
  service: { readonly name: string },
  environment: string,
  now: { readonly firing: readonly string[]; readonly observedAt: number },
): EvidenceBody {
  return {
    subject: {
      type: 'environment',
      componentRef: componentRefOf(service),
      environment,
    },
    facts: { kind: 'alerts', critical: [...now.firing] },
    observedAt: wholeSeconds(now.observedAt),
  };
}
