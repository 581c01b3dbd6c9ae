// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  isAllowed,
  type ApplicationId,
  type ResolvedEnvironment,
  type ResolvedTarget,
} from 'backstage-plugin-promotion-common';
import {
  TerminalError,
  type ActualStateSource,
  type CallContext,
  type DeploymentObserver,
  type DesiredStateSource,
  type LiveState,
  type ObserveRequest,
  type ObserveResult,
  type RepositoryWriter,
} from 'backstage-plugin-promotion-node';
import { ApplicationLists } from './ApplicationLists';
import {
  isAutoSyncOn,
  operationInfo,
  type ApplicationReading,
} from './ApplicationReading';
import { ApplicationReader } from './ApplicationReader';
import { ArgocdClient } from './ArgocdClient';
import { classifyArgocdError, readSyncRefusal } from './ArgocdError';
import type { ArgocdInstance } from './ArgocdInstance';
import { decideSync } from './decideSync';
import { judgeDeployment } from './judgeDeployment';
import { mapConcurrently } from './mapConcurrently';
import { presentAmbiguous } from './presentLiveState';
import { findTrackedSource } from './trackedSource';

/** Applications are looked at in detail this many at once. */
const CONCURRENCY = 4;

/** When to look again while something is under way. */
const RETRY_AFTER_MS = 3_000;

/** What asking for a sync came to: since when it is asked for, and what is waited for instead, where it was not taken. */
interface SyncOutcome {
  readonly syncRequestedAt?: string;
  readonly message?: string;
}

/** How to make the adapter; tests bring a clock and shorter limits. */
export interface ArgocdDeploymentsOptions {
  readonly instances: readonly ArgocdInstance[];
  readonly repository: DesiredStateSource & RepositoryWriter;
  readonly now?: () => Date;
  readonly refreshTimeoutMs?: number;
}

/** Actual state as Argo CD knows it: lists it for the observer, syncs and observes deployments for the worker. */
export class ArgocdDeployments
  implements ActualStateSource, DeploymentObserver
{
  readonly instances: readonly string[];
  readonly #clients: ReadonlyMap<string, ArgocdClient>;
  readonly #reader: ApplicationReader;
  readonly #lists: ApplicationLists;
  readonly #now: () => Date;

  constructor(options: ArgocdDeploymentsOptions) {
    const now = options.now ?? (() => new Date());
    this.#now = now;
    this.instances = options.instances.map(({ name }) => name);
    this.#clients = new Map(
      options.instances.map(instance => [
        instance.name,
        new ArgocdClient(instance, {
          now: () => now().getTime(),
          refreshTimeoutMs: options.refreshTimeoutMs,
        }),
      ]),
    );
    this.#reader = new ApplicationReader(options.repository);
    this.#lists = new ApplicationLists(this.#reader, () => now().getTime());
  }

  async readApplications(
    applications: readonly ApplicationId[],
    context: CallContext,
  ): Promise<readonly (LiveState | undefined)[]> {
    return mapConcurrently(applications, CONCURRENCY, async id => {
      const client = this.#client(id.instance);
      const found = (await this.#lists.list(client, context)).filter(
        ({ metadata, spec }) =>
          metadata.name === id.name &&
          (id.namespace === undefined || metadata.namespace === id.namespace) &&
          (id.project === undefined || spec.project === id.project),
      );
      const [only] = found;
      return found.length > 1
        ? presentAmbiguous(id, found)
        : only && this.#lists.readState(client, only, context);
    });
  }

  async inspectApplications(
    target: ResolvedEnvironment,
    context: CallContext,
  ): Promise<readonly { readonly code: string; readonly message: string }[]> {
    const found = await mapConcurrently(target.targets, CONCURRENCY, one =>
      this.#inspect(one, target.allowedProjects, context),
    );
    return found.flat();
  }

  async observe(
    request: ObserveRequest,
    context: CallContext,
  ): Promise<ObserveResult> {
    const looks = await mapConcurrently(
      request.target.targets,
      CONCURRENCY,
      async target => {
        const client = this.#client(target.application.instance);
        const reading = await this.#reader.read(
          client,
          { target, request },
          context,
        );
        return {
          reading,
          outcome: await this.#syncWhereNeeded(
            client,
            { target, request, reading },
            context,
          ),
        };
      },
    );
    const observation = judgeDeployment(
      looks.map(({ reading }) => reading),
      { ...request, now: this.#now() },
    );
    const syncRequestedAt =
      observation.syncRequestedAt ??
      looks
        .map(({ outcome }) => outcome.syncRequestedAt)
        .find(at => at !== undefined);
    const instead = looks
      .map(({ outcome }) => outcome.message)
      .find(message => message !== undefined);
    return {
      observation: {
        ...observation,
        syncRequestedAt,
        message:
          observation.status === 'waiting'
            ? instead ?? observation.message
            : observation.message,
      },
      retryAfterMs: RETRY_AFTER_MS,
    };
  }

  async #syncWhereNeeded(
    client: ArgocdClient,
    look: {
      readonly target: ResolvedTarget;
      readonly request: ObserveRequest;
      readonly reading: ApplicationReading;
    },
    context: CallContext,
  ): Promise<SyncOutcome> {
    const { request, reading } = look;
    const { application: id } = look.target;
    const now = this.#now();
    const decision = decideSync(reading, { ...request, now });
    switch (decision.kind) {
      case 'adopt':
        return {
          syncRequestedAt: decision.at
            ? new Date(decision.at).toISOString()
            : now.toISOString(),
        };
      case 'terminate':
        await client.terminateOperation(id, context.signal);
        return {
          message: 'Waiting for the end of the sync that is being taken back.',
        };
      case 'sync':
        break;
      default:
        return {};
    }
    if (!(await client.canSyncNow(id, context.signal))) {
      return { message: `Waiting for a sync window of ${id.name} to open.` };
    }
    try {
      const infos = [
        { name: operationInfo.promotionId, value: request.promotionId },
        { name: operationInfo.commit, value: request.commit },
      ];
      await client.syncApplication(id, { ...decision, infos }, context.signal);
      return {
        syncRequestedAt: now.toISOString(),
        message: 'Asked Argo CD to sync.',
      };
    } catch (error) {
      switch (readSyncRefusal(error)) {
        case 'another-operation':
          return { message: 'Waiting for the end of another operation.' };
        case 'sync-window':
          return {
            message: `Waiting for a sync window of ${id.name} to open.`,
          };
        case 'auto-sync-on':
          return { message: 'Waiting for Argo CD to sync by itself.' };
        default:
          throw classifyArgocdError(
            error,
            `sync application ${id.name} on ${client.instance.name}`,
          );
      }
    }
  }

  async #inspect(
    { application: id, manifest }: ResolvedTarget,
    allowedProjects: ResolvedEnvironment['allowedProjects'],
    context: CallContext,
  ) {
    const problem = (code: string, message: string) => [{ code, message }];
    if (!this.#clients.has(id.instance)) {
      return problem('instance-unknown', this.#unknownInstance(id.instance));
    }
    const client = this.#client(id.instance);
    try {
      const application = await client.readApplication(id, context.signal);
      const { project } = application.spec;
      if (id.project !== undefined && project !== id.project) {
        return problem(
          'application-other-project',
          `Application ${id.name} is in project ${project}, not ${id.project}. Correct the project or the application in the rules.`,
        );
      }
      if (allowedProjects && !isAllowed(project, allowedProjects)) {
        return problem(
          'application-project-not-allowed',
          `Application ${id.name} is in project ${project}, which lies outside what these rules may reach. Name another application, or let an administrator add ${project} to promotion.rules[].allow.argocdProjects.`,
        );
      }
      const tracked = findTrackedSource(application, manifest);
      if (tracked.kind === 'other') {
        return problem('application-tracks-other-source', tracked.message);
      }
      if (
        !isAutoSyncOn(application) &&
        !(await client.maySync(application, context.signal))
      ) {
        return problem(
          'application-sync-forbidden',
          `Application ${id.name} does not sync by itself and our account may not sync it. Give it the right to sync ${application.spec.project}/${id.name}.`,
        );
      }
      return [];
    } catch (error) {
      if (error instanceof TerminalError) {
        return problem('application-unreadable', error.message);
      }
      throw error;
    }
  }

  #client(instance: string): ArgocdClient {
    const client = this.#clients.get(instance);
    if (!client) {
      throw new TerminalError(this.#unknownInstance(instance));
    }
    return client;
  }

  #unknownInstance(instance: string): string {
    const known = this.instances.length
      ? `declared are ${this.instances.join(', ')}`
      : 'none is declared';
    return `There is no Argo CD instance ${instance} in promotion.argocd.instances; ${known}.`;
  }
}
