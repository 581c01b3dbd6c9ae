// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApplicationReading } from '../ApplicationReading';
import { operationInfo } from '../ApplicationReading';
import {
  applicationSchema,
  workloadSchema,
  type ArgocdApplication,
} from '../argocdSchema';
import type { JudgeRequest } from '../Verdict';

/** Our commit, and what it wrote. */
export const COMMIT = 'c'.repeat(40);
/** A commit before ours. */
export const OLD_COMMIT = 'a'.repeat(40);
/** A commit after ours. */
export const LATER_COMMIT = 'd'.repeat(40);
/** The image's name, and the digests of the new and the old one. */
export const IMAGE = 'registry.example/acme/checkout';
export const DIGEST = `sha256:${'1'.repeat(64)}`;
export const OLD_DIGEST = `sha256:${'2'.repeat(64)}`;

/** When our commit was published; `at(30)` is half a minute later. */
export const PUBLISHED_AT = '2026-09-01T12:00:00.000Z';
export const at = (seconds: number) =>
  new Date(Date.parse(PUBLISHED_AT) + seconds * 1_000).toISOString();

/** A look a minute after the push, at a pinned image. */
export function makeRequest(
  overrides: Partial<JudgeRequest> = {},
): JudgeRequest {
  return {
    promotionId: 'p-1',
    commit: COMMIT,
    publishedAt: PUBLISHED_AT,
    images: [{ name: IMAGE, tag: '2.4.0', digest: DIGEST }],
    settleMs: 10_000,
    degradedGraceMs: 30_000,
    now: new Date(at(60)),
    ...overrides,
  };
}

/** Our own operation, as it stands under `operation` or `operationState.operation`. */
export const ownOperation = {
  info: [
    { name: operationInfo.promotionId, value: 'p-1' },
    { name: operationInfo.commit, value: COMMIT },
  ],
  sync: { revision: COMMIT },
};

type Status = Record<string, unknown>;

/** An application that meets every condition; `status` replaces parts of it, `rest` parts of the application. */
export function makeApplication(
  status: Status = {},
  rest: Record<string, unknown> = {},
): ArgocdApplication {
  return applicationSchema.parse({
    metadata: { name: 'checkout-staging', namespace: 'argocd' },
    spec: {
      project: 'shop',
      source: {
        repoURL: 'https://github.test/acme/gitops',
        path: 'services/checkout/overlays/staging',
        targetRevision: 'main',
      },
    },
    status: {
      reconciledAt: at(40),
      sync: { status: 'Synced', revision: COMMIT },
      health: { status: 'Healthy' },
      operationState: {
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        startedAt: at(10),
        finishedAt: at(20),
        operation: ownOperation,
        syncResult: { revision: COMMIT, resources: [] },
      },
      ...status,
    },
    ...rest,
  });
}

/** A reading that meets every condition. */
export function makeReading(
  overrides: Partial<ApplicationReading> = {},
): ApplicationReading {
  return {
    application: makeApplication(),
    revision: COMMIT,
    containsCommit: true,
    desired: [
      {
        name: IMAGE,
        tag: '2.4.0',
        digest: DIGEST,
        inCluster: { name: IMAGE, tag: '2.4.0', digest: DIGEST },
      },
    ],
    live: [
      { pod: 'checkout-1', name: IMAGE, tag: '2.4.0', digest: DIGEST },
      { pod: 'checkout-2', name: IMAGE, tag: '2.4.0', digest: DIGEST },
    ],
    workloads: [makeWorkload()],
    ...overrides,
  };
}

/** A Deployment whose controller has seen its newest template. */
export function makeWorkload(overrides: Record<string, unknown> = {}) {
  return workloadSchema.parse({
    kind: 'Deployment',
    metadata: { name: 'checkout', generation: 3 },
    spec: {
      replicas: 2,
      template: {
        spec: { containers: [{ image: `${IMAGE}:2.4.0@${DIGEST}` }] },
      },
    },
    status: { observedGeneration: 3 },
    ...overrides,
  });
}
