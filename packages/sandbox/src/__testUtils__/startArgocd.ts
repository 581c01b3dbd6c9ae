// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplicationDefinition } from '../argocd/ApplicationState';
import { Sandbox } from '../Sandbox';
import { VirtualClock } from '../SandboxClock';
import { SandboxTimings } from '../SandboxTimings';
import { SANDBOX_ARGOCD_ACCOUNT, startSandbox } from '../startSandbox';

/** Timings in round numbers: a tick a second. */
export const TEST_TIMINGS: SandboxTimings = {
  tickMs: 1_000,
  reconcileEveryMs: 120_000,
  revisionCacheMs: 180_000,
  refreshMs: 2_000,
  operationPickupMs: 1_000,
  syncMs: 3_000,
  healthyFlashMs: 2_000,
  progressingMs: 10_000,
  progressDeadlineMs: 60_000,
};

export const CHECKOUT = 'registry.example/acme/checkout';
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
spec:
  replicas: 2
  selector: {matchLabels: {app: checkout}}
  template:
    metadata: {labels: {app: checkout}}
    spec:
      containers:
        - name: app
          image: ${CHECKOUT}
---
apiVersion: v1
kind: Service
metadata:
  name: checkout
spec:
  ports: [{port: 80}]
`;

/** The text of an overlay with that image tag. */
export function overlay(tag: string, digest?: string): string {
  return `resources:\n  - ../../base\nimages:\n  - name: ${CHECKOUT}\n    newTag: "${tag}"\n${
    digest ? `    digest: ${digest}\n` : ''
  }`;
}

/** Path of the overlay the test application deploys. */
export const OVERLAY = 'services/checkout/overlays/staging/kustomization.yaml';

/** An answer that a test compares and never builds upon. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- assertions say what it holds
export type LooseJson = any;

export interface ArgocdTestBed {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly token: string;
  /** A call with the token; a body is sent as `application/json`. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; json: LooseJson; text: string }>;
  /** Commits a tag to the overlay. @returns the commit */
  readonly push: (tag: string, digest?: string) => Promise<string>;
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
}

/** A sandbox with one application, `checkout-staging`, synced and healthy at tag 1.0.0 for a day. */
export async function startArgocd(
  definition: Partial<ApplicationDefinition> = {},
): Promise<ArgocdTestBed> {
  const clock = new VirtualClock();
  const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  const sandbox = await startSandbox({ dataDir, clock, timings: TEST_TIMINGS });
  const repository = await sandbox.git.create('acme/gitops');
  ['1.0.0', '1.1.0', '1.2.0'].forEach(tag =>
    sandbox.argocd.registry.publish(CHECKOUT, tag),
  );
  const push = (tag: string, digest?: string) =>
    repository.commitFiles({
      branch: 'main',
      files: {
        'services/checkout/base/deployment.yaml': DEPLOYMENT,
        'services/checkout/base/kustomization.yaml':
          'resources:\n  - deployment.yaml\n',
        [OVERLAY]: overlay(tag, digest),
      },
      message: `checkout ${tag}`,
      author: {
        name: 'Ada',
        email: 'ada@acme.example',
        date: new Date(clock.now()).toISOString(),
      },
    });
  const revision = await push('1.0.0');
  const app = sandbox.argocd.controller.create({
    name: 'checkout-staging',
    project: 'shop',
    repository: 'acme/gitops',
    path: 'services/checkout/overlays/staging',
    targetRevision: 'main',
    namespace: 'shop-staging',
    labels: { component: 'checkout', environment: 'staging' },
    ...definition,
  });
  await sandbox.argocd.controller.backdate(app, [
    {
      revision,
      deployedAt: clock.now() - 86_400_000,
      initiatedBy: { username: 'admin' },
    },
  ]);
  const token = sandbox.argocd.sessions.issue(SANDBOX_ARGOCD_ACCOUNT.username);
  return {
    sandbox,
    clock,
    token,
    push,
    dataDir,
    call: async (method, path, body) => {
      const answer = await fetch(`${sandbox.argocdUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const json = answer.headers
        .get('content-type')
        ?.startsWith('application/json')
        ? JSON.parse(text)
        : undefined;
      return { status: answer.status, json, text };
    },
    stop: async () => {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
