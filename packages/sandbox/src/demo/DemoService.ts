// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** The environments of the demo, in the order of promotion. */
export const DEMO_ENVIRONMENTS = [
  'dev',
  'staging',
  'canary',
  'production',
] as const;
export type DemoEnvironment = (typeof DEMO_ENVIRONMENTS)[number];

/** What the pipeline measured of a release. */
export interface DemoQuality {
  /** Lines covered of ten thousand. */
  readonly coveredLines: number;
  readonly highVulnerabilities: number;
  readonly p95LatencyMs: string;
}

/** One release of a service. */
export interface DemoRelease {
  readonly version: string;
  readonly builtHoursAgo: number;
  readonly change: string;
  readonly quality?: Partial<DemoQuality>;
  /** Applications whose pods do not start with it. */
  readonly crashesIn?: readonly string[];
}

/** One past deployment. */
export interface DemoDeployment {
  readonly version: string;
  readonly environment: DemoEnvironment;
  readonly hoursAgo: number;
}

/** A service of the demo and its past. */
export interface DemoService {
  readonly name: string;
  readonly port: number;
  readonly releases: readonly DemoRelease[];
  readonly deployments: readonly DemoDeployment[];
  /** Absent: nobody measures it and nobody sends evidence about it. */
  readonly observed: boolean;
}

/** What a release has when nothing else is said: good. */
export const GOOD_QUALITY: DemoQuality = {
  coveredLines: 9_120,
  highVulnerabilities: 0,
  p95LatencyMs: '240.5',
};

/** The name of the image of a service, without tag. */
export function imageOf(service: { readonly name: string }): string {
  return `registry.example/acme/${service.name}`;
}

/** The version that runs in an environment now. */
export function currentVersion(
  service: DemoService,
  environment: DemoEnvironment,
): string | undefined {
  const there = service.deployments.filter(
    one => one.environment === environment,
  );
  return [...there].sort((a, b) => a.hoursAgo - b.hoursAgo)[0]?.version;
}
