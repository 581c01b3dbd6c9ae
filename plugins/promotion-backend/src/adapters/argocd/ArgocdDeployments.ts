// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ResolvedEnvironment,
  ResolvedTarget,
} from 'backstage-plugin-promotion-common';
import {
  TerminalError,
  type ActualStateSource,
  type CallContext,
  type Clock,
  type DeploymentObserver,
  type DesiredStateSource,
  type Inspection,
  type LiveProblem,
  type LiveState,
  type ObserveRequest,
  type ObserveResult,
  type RepositoryWriter,
  type WatchedTarget,
} from 'backstage-plugin-promotion-node';
import { ApplicationLists } from './ApplicationLists';
import { operationInfo, type ApplicationReading } from './ApplicationReading';
import {
  applicationProblems,
  applicationsOf,
  instanceUnknown,
  isForeign,
} from './applicationProblems';
import { ApplicationReader } from './ApplicationReader';
import { ArgocdClient } from './ArgocdClient';
import { classifyArgocdError, readSyncRefusal } from './ArgocdError';
import type { ArgocdInstance } from './ArgocdInstance';
import { decideSync } from './decideSync';
import { judgeDeployment } from './judgeDeployment';
import { mapConcurrently } from './mapConcurrently';
import { presentAbsent } from './presentLiveState';

/** Applications are looked at in detail this many at once. */
const CONCURRENCY = 4;

/** When to look again while something is under way. */
const RETRY_AFTER_MS = 3_000;

/** What asking for a sync came to: since when it is asked for, and what is waited for instead, where it was not taken. */
interface SyncOutcome {
  readonly syncRequestedAt?: string;
  readonly message?: string;
}

/** How to make the adapter; tests bring shorter limits. */
export interface ArgocdDeploymentsOptions {
  readonly instances: readonly ArgocdInstance[];
  readonly repository: DesiredStateSource & RepositoryWriter;
  readonly clock: Clock;
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
  readonly #clock: Clock;

  constructor(options: ArgocdDeploymentsOptions) {
    const { clock, refreshTimeoutMs } = options;
    this.#clock = clock;
    this.instances = options.instances.map(({ name }) => name);
    this.#clients = new Map(
      options.instances.map(instance => [
        instance.name,
        new ArgocdClient(instance, { clock, refreshTimeoutMs }),
      ]),
    );
    this.#reader = new ApplicationReader(options.repository);
    this.#lists = new ApplicationLists(this.#reader);
  }

  async readApplications(
    targets: readonly WatchedTarget[],
    context: CallContext,
  ): Promise<readonly LiveState[]> {
    const nowMs = Date.parse(await this.#clock.now());
    return mapConcurrently(targets, CONCURRENCY, async target => {
      const { instance } = target.application;
      const client = this.#clients.get(instance);
      if (!client) {
        return presentAbsent('unknown', [
          instanceUnknown(instance, this.instances),
        ]);
      }
      const found = applicationsOf(
        target.application,
        await this.#lists.list(client, { nowMs, context }),
      );
      const problems = await applicationProblems(target, found, application =>
        this.#lists.maySync(client, application, { nowMs, context }),
      );
      const [only] = found;
      if (!only) return presentAbsent('missing', problems);
      // Another application's state would be told of this component.
      return problems.some(isForeign)
        ? presentAbsent('unknown', problems)
        : this.#lists.readState(client, only, { problems, context });
    });
  }

  async inspectApplications(
    target: ResolvedEnvironment,
    context: CallContext,
  ): Promise<Pick<Inspection, 'problems' | 'usedImages'>> {
    const { allowedProjects } = target;
    const looks = await mapConcurrently(target.targets, CONCURRENCY, one =>
      this.#inspect({ ...one, allowedProjects }, context),
    );
    const used = looks.flatMap(({ usedImages }) => usedImages ?? []);
    return {
      problems: looks
        .flatMap(({ problems }) => problems)
        .map(({ code, message }) => ({ code, message })),
      // An image that one application uses may be named by another one's file.
      ...(looks.every(({ usedImages }) => usedImages) && {
        usedImages: [...new Set(used)],
      }),
    };
  }

  async observe(
    request: ObserveRequest,
    context: CallContext,
  ): Promise<ObserveResult> {
    const now = new Date(await this.#clock.now());
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
            { target, request, reading, now },
            context,
          ),
        };
      },
    );
    const observation = judgeDeployment(
      looks.map(({ reading }) => reading),
      { ...request, now },
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
      readonly now: Date;
    },
    context: CallContext,
  ): Promise<SyncOutcome> {
    const { request, reading, now } = look;
    const { application: id } = look.target;
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
    target: WatchedTarget,
    context: CallContext,
  ): Promise<{
    readonly problems: readonly LiveProblem[];
    readonly usedImages?: readonly string[];
  }> {
    const { application: id } = target;
    const client = this.#clients.get(id.instance);
    if (!client) {
      return { problems: [instanceUnknown(id.instance, this.instances)] };
    }
    const found = applicationsOf(
      id,
      await client.listApplications(context.signal, id.name),
    );
    const [problems, usedImages] = await Promise.all([
      applicationProblems(target, found, application =>
        client.maySync(application, context.signal),
      ),
      found.length === 1
        ? client.readUsedImages(id, context.signal)
        : undefined,
    ]);
    return { problems, ...(usedImages && { usedImages }) };
  }

  #client(instance: string): ArgocdClient {
    const client = this.#clients.get(instance);
    if (!client) {
      throw new TerminalError(
        instanceUnknown(instance, this.instances).message,
      );
    }
    return client;
  }
}
