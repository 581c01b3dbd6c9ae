// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ResolvedTarget } from 'backstage-plugin-promotion-common';
import {
  TerminalError,
  type CallContext,
  type DesiredStateSource,
  type ObserveRequest,
  type RepositoryWriter,
} from 'backstage-plugin-promotion-node';
import { epochMs, type ApplicationReading } from './ApplicationReading';
import type { ArgocdClient } from './ArgocdClient';
import type { ArgocdApplication } from './argocdSchema';
import { readDesiredImages } from './desiredImages';
import { readLiveImages, type LiveImage } from './liveImages';
import { mapConcurrently } from './mapConcurrently';
import { findTrackedSource, readSyncedRevision } from './trackedSource';

/** Pods are read one by one; this many at once. */
const POD_CONCURRENCY = 4;

/** Gathers what one look at an application needs, and no more: Pods only when all else is in place. */
export class ApplicationReader {
  readonly #repository: DesiredStateSource & Pick<RepositoryWriter, 'contains'>;

  constructor(
    repository: DesiredStateSource & Pick<RepositoryWriter, 'contains'>,
  ) {
    this.#repository = repository;
  }

  /** @throws TerminalError when the application does not deploy our manifest */
  async read(
    client: ArgocdClient,
    look: { readonly target: ResolvedTarget; readonly request: ObserveRequest },
    context: CallContext,
  ): Promise<ApplicationReading> {
    const { target, request } = look;
    const known = await client.readApplication(
      target.application,
      context.signal,
    );
    const application = isLookingOld(known, request)
      ? await client.refreshApplication(target.application, context.signal)
      : known;
    const tracked = findTrackedSource(application, target.manifest);
    if (tracked.kind === 'other') {
      throw new TerminalError(tracked.message);
    }
    const revision = readSyncedRevision(application, tracked.index);
    const containsCommit =
      revision !== undefined && (await this.#contains(revision, look, context));
    const desired =
      revision !== undefined && containsCommit
        ? await this.#readDesired(revision, target, context)
        : undefined;
    const reading = { application, revision, containsCommit, desired };
    if (!isWorthLookingAtPods(application) || !containsCommit) {
      return reading;
    }
    const [live, workloads] = await Promise.all([
      this.readLive(client, target.application, context),
      client.readWorkloads(target.application, context.signal),
    ]);
    return { ...reading, live, workloads };
  }

  /** What the live Pods of an application run. */
  async readLive(
    client: ArgocdClient,
    application: ResolvedTarget['application'],
    context: CallContext,
  ): Promise<readonly LiveImage[]> {
    const nodes = await client.readResourceTree(application, context.signal);
    const pods = await mapConcurrently(
      nodes.filter(({ kind, group }) => kind === 'Pod' && group === ''),
      POD_CONCURRENCY,
      node => client.readPod(application, node, context.signal),
    );
    return readLiveImages(pods.flatMap(pod => pod ?? []));
  }

  async #contains(
    revision: string,
    {
      target,
      request,
    }: { readonly target: ResolvedTarget; readonly request: ObserveRequest },
    context: CallContext,
  ): Promise<boolean> {
    const { repositoryUrl } = target.manifest;
    return (
      revision === request.commit ||
      this.#repository.contains(
        { repositoryUrl, commit: request.commit, revision },
        context,
      )
    );
  }

  async #readDesired(
    revision: string,
    { manifest }: ResolvedTarget,
    context: CallContext,
  ) {
    const text = await this.#repository.readFile(
      { ...manifest, commit: revision },
      context,
    );
    return text === undefined ? [] : readDesiredImages(text);
  }
}

/** Whether Argo CD has to be asked to look again: not since the push, or not since its operation ended. Seconds are whole. */
function isLookingOld(
  { status, operation }: ArgocdApplication,
  { publishedAt }: ObserveRequest,
): boolean {
  const reconciledMs = epochMs(status?.reconciledAt);
  const finishedMs = operation
    ? 0
    : epochMs(status?.operationState?.finishedAt);
  return reconciledMs <= Math.max(Date.parse(publishedAt), finishedMs);
}

function isWorthLookingAtPods({
  operation,
  status,
}: ArgocdApplication): boolean {
  return (
    !operation &&
    status?.sync?.status === 'Synced' &&
    status.health?.status === 'Healthy'
  );
}
