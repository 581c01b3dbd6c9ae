// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApplicationId } from 'backstage-plugin-promotion-common';
import type { Clock } from 'backstage-plugin-promotion-node';
import { ArgocdError, classifyArgocdError } from './ArgocdError';
import { imagesIn } from './desiredImages';
import type { ArgocdInstance } from './ArgocdInstance';
import {
  applicationListSchema,
  applicationSchema,
  canISchema,
  managedResourcesSchema,
  manifestsSchema,
  podSchema,
  resourceSchema,
  resourceTreeSchema,
  syncWindowsSchema,
  workloadSchema,
  type ArgocdApplication,
  type ArgocdResourceNode,
  type Pod,
  type Workload,
} from './argocdSchema';
import { ArgocdTransport, type ArgocdRequest } from './ArgocdTransport';
import { z } from 'zod';

/** A sync to ask for. Without `revision` Argo CD takes the head of what the application tracks. */
export interface SyncRequest {
  readonly revision?: string;
  readonly prune: boolean;
  readonly infos: readonly { readonly name: string; readonly value: string }[];
}

/** A refresh waits for the controller, which may never answer. */
const REFRESH_TIMEOUT_MS = 20_000;

/** The calls this adapter makes to one Argo CD. @throws SourceUnreachableError | TerminalError unless said otherwise */
export class ArgocdClient {
  readonly instance: ArgocdInstance;
  readonly #transport: ArgocdTransport;
  readonly #refreshTimeoutMs: number;

  constructor(
    instance: ArgocdInstance,
    options: { readonly clock: Clock; readonly refreshTimeoutMs?: number },
  ) {
    this.instance = instance;
    this.#transport = new ArgocdTransport(instance, options.clock);
    this.#refreshTimeoutMs = options.refreshTimeoutMs ?? REFRESH_TIMEOUT_MS;
  }

  applicationUrl({ metadata }: ArgocdApplication): string {
    return `${this.instance.webUrl}/applications/${
      metadata.namespace ?? 'argocd'
    }/${metadata.name}`;
  }

  /** Applications our account can see, all or those of one name. */
  async listApplications(
    signal: AbortSignal,
    name?: string,
  ): Promise<readonly ArgocdApplication[]> {
    const { items } = await this.#run('list the applications', {
      method: 'GET',
      path: '/applications',
      query: { name },
      schema: applicationListSchema,
      signal,
    });
    return items;
  }

  async readApplication(
    id: ApplicationId,
    signal: AbortSignal,
  ): Promise<ArgocdApplication> {
    return this.#run(`read application ${id.name}`, {
      ...this.#get(id),
      schema: applicationSchema,
      signal,
    });
  }

  /** Asks the controller to look at the repository now. When it does not within its limit, the application as it is. */
  async refreshApplication(
    id: ApplicationId,
    signal: AbortSignal,
  ): Promise<ArgocdApplication> {
    try {
      return await this.#transport.request({
        ...this.#get(id, '', { refresh: 'normal' }),
        schema: applicationSchema,
        signal,
        timeoutMs: this.#refreshTimeoutMs,
      });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ArgocdError && error.status < 500) {
        throw classifyArgocdError(
          error,
          this.#where(`refresh application ${id.name}`),
        );
      }
      return this.readApplication(id, signal);
    }
  }

  /** @throws ArgocdError as it came, so that a refusal which time mends can be told */
  async syncApplication(
    id: ApplicationId,
    sync: SyncRequest,
    signal: AbortSignal,
  ): Promise<ArgocdApplication> {
    return this.#transport.request({
      method: 'POST',
      path: `/applications/${encodeURIComponent(id.name)}/sync`,
      body: {
        revision: sync.revision ?? '',
        prune: sync.prune,
        infos: sync.infos,
        appNamespace: id.namespace,
        project: id.project,
      },
      schema: applicationSchema,
      signal,
    });
  }

  /** Asks for the end of the running operation; it goes on for a moment. */
  async terminateOperation(
    id: ApplicationId,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#run(`terminate the operation of application ${id.name}`, {
      ...this.#get(id, '/operation'),
      method: 'DELETE',
      schema: z.unknown(),
      signal,
    });
  }

  /** Whether a sync by hand would be let through now. */
  async canSyncNow(id: ApplicationId, signal: AbortSignal): Promise<boolean> {
    const { canSync } = await this.#run(`read the sync windows of ${id.name}`, {
      ...this.#get(id, '/syncwindows'),
      schema: syncWindowsSchema,
      signal,
    });
    return canSync;
  }

  /** Whether our account has the right to sync it at all. */
  async maySync(
    application: ArgocdApplication,
    signal: AbortSignal,
  ): Promise<boolean> {
    const subject = encodeURIComponent(
      `${application.spec.project}/${application.metadata.name}`,
    );
    const { value } = await this.#run('read the rights of the account', {
      method: 'GET',
      path: `/account/can-i/applications/sync/${subject}`,
      schema: canISchema,
      signal,
    });
    return value === 'yes';
  }

  async readResourceTree(
    id: ApplicationId,
    signal: AbortSignal,
  ): Promise<readonly ArgocdResourceNode[]> {
    const { nodes } = await this.#run(`read the resources of ${id.name}`, {
      ...this.#get(id, '/resource-tree'),
      schema: resourceTreeSchema,
      signal,
    });
    return nodes;
  }

  /** A live Pod; absent when it has gone since the tree was made. */
  async readPod(
    id: ApplicationId,
    node: ArgocdResourceNode,
    signal: AbortSignal,
  ): Promise<Pod | undefined> {
    try {
      const { manifest } = await this.#transport.request({
        ...this.#get(id, '/resource', {
          namespace: node.namespace,
          resourceName: node.name,
          version: node.version,
          group: node.group,
          kind: node.kind,
        }),
        schema: resourceSchema,
        signal,
      });
      return podSchema.safeParse(JSON.parse(manifest)).data;
    } catch (error) {
      if (
        error instanceof ArgocdError &&
        (error.status === 404 || /not found/i.test(error.message))
      ) {
        return undefined;
      }
      throw classifyArgocdError(
        error,
        this.#where(`read Pod ${node.name} of ${id.name}`),
      );
    }
  }

  /** The live workloads that Argo CD manages for an application. */
  async readWorkloads(
    id: ApplicationId,
    signal: AbortSignal,
  ): Promise<readonly Workload[]> {
    const { items } = await this.#run(`read the workloads of ${id.name}`, {
      ...this.#get(id, '/managed-resources'),
      schema: managedResourcesSchema,
      signal,
    });
    return items.flatMap(({ liveState }) => {
      const workload = workloadSchema.safeParse(parseState(liveState));
      return workload.success && workload.data.spec?.template
        ? [workload.data]
        : [];
    });
  }

  /** Images named anywhere in the manifests that Argo CD makes for an application. Absent: it cannot make or show them. */
  async readUsedImages(
    id: ApplicationId,
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    try {
      const { manifests } = await this.#transport.request({
        ...this.#get(id, '/manifests'),
        schema: manifestsSchema,
        signal,
      });
      return imagesIn(manifests.map(parseState));
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  }

  #get(
    id: ApplicationId,
    below = '',
    query: Readonly<Record<string, string>> = {},
  ) {
    return {
      method: 'GET' as const,
      path: `/applications/${encodeURIComponent(id.name)}${below}`,
      query: { ...query, appNamespace: id.namespace, project: id.project },
    };
  }

  async #run<T>(doing: string, request: ArgocdRequest<T>): Promise<T> {
    try {
      return await this.#transport.request(request);
    } catch (error) {
      throw classifyArgocdError(error, this.#where(doing));
    }
  }

  #where(doing: string): string {
    return `${doing} on ${this.instance.name}`;
  }
}

function parseState(state: string | undefined): unknown {
  try {
    return state === undefined ? undefined : JSON.parse(state);
  } catch {
    return undefined;
  }
}
