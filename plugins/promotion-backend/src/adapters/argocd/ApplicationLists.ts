// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { CallContext, LiveState } from 'backstage-plugin-promotion-node';
import type { ApplicationReader } from './ApplicationReader';
import type { ArgocdClient } from './ArgocdClient';
import type { ArgocdApplication } from './argocdSchema';
import type { LiveImage } from './liveImages';
import { presentLiveState } from './presentLiveState';

/** A list this young is shared by everybody who asks. */
const LIST_FRESH_MS = 2_000;

/** A right that was there is believed for this long. */
const MAY_SYNC_MS = 5 * 60_000;

/** One look of the observer: its moment and its limit. */
interface Look {
  readonly nowMs: number;
  readonly context: CallContext;
}

interface KeptList {
  readonly takenAtMs: number;
  readonly applications: Promise<readonly ArgocdApplication[]>;
}

/** Serves the observer: one list a moment and instance, and Pods only of applications whose images or revision changed. */
export class ApplicationLists {
  readonly #reader: ApplicationReader;
  readonly #lists = new Map<string, KeptList>();
  readonly #live = new Map<
    string,
    { readonly key: string; readonly live: readonly LiveImage[] }
  >();

  /** Until when our account is taken to have the right to sync an application. */
  readonly #maySyncUntilMs = new Map<string, number>();

  constructor(reader: ApplicationReader) {
    this.#reader = reader;
  }

  /** All applications our account may see. A list that failed is not kept. */
  async list(
    client: ArgocdClient,
    { nowMs, context }: Look,
  ): Promise<readonly ArgocdApplication[]> {
    const { name } = client.instance;
    const kept = this.#lists.get(name);
    if (kept && nowMs - kept.takenAtMs < LIST_FRESH_MS) {
      return kept.applications;
    }
    const applications = client.listApplications(context.signal);
    this.#lists.set(name, { takenAtMs: nowMs, applications });
    applications.catch(() => this.#lists.delete(name));
    return applications;
  }

  /** Whether our account can sync an application. That it can is believed for a while; that it cannot is asked again. */
  async maySync(
    client: ArgocdClient,
    application: ArgocdApplication,
    { nowMs, context }: Look,
  ): Promise<boolean> {
    const { project } = application.spec;
    const key = `${client.instance.name}/${project}/${application.metadata.name}`;
    if (nowMs < (this.#maySyncUntilMs.get(key) ?? 0)) return true;
    const may = await client.maySync(application, context.signal);
    if (may) this.#maySyncUntilMs.set(key, nowMs + MAY_SYNC_MS);
    return may;
  }

  /** One application's state. Pods that cannot be read are a problem of that application, not of the list. */
  async readState(
    client: ArgocdClient,
    application: ArgocdApplication,
    look: {
      readonly problems: LiveState['problems'];
      readonly context: CallContext;
    },
  ): Promise<LiveState> {
    const { problems, context } = look;
    const applicationUrl = client.applicationUrl(application);
    try {
      return presentLiveState(application, {
        applicationUrl,
        problems,
        live: await this.#readLive(client, application, context),
      });
    } catch (error) {
      context.signal.throwIfAborted();
      const unread = error instanceof Error ? error.message : String(error);
      return presentLiveState(application, {
        applicationUrl,
        problems,
        unread,
      });
    }
  }

  async #readLive(
    client: ArgocdClient,
    { metadata, spec, status }: ArgocdApplication,
    context: CallContext,
  ): Promise<readonly LiveImage[]> {
    const id = `${client.instance.name}/${metadata.namespace ?? ''}/${
      metadata.name
    }`;
    const key = JSON.stringify([
      status?.summary?.images,
      status?.sync?.revision,
      status?.sync?.revisions,
      status?.health,
    ]);
    const kept = this.#live.get(id);
    if (kept?.key === key) {
      return kept.live;
    }
    const live = await this.#reader.readLive(
      client,
      {
        instance: client.instance.name,
        name: metadata.name,
        namespace: metadata.namespace,
        project: spec.project,
      },
      context,
    );
    // A digest that is still missing will come without a change of the summary.
    if (live.length && live.every(({ digest }) => digest !== undefined)) {
      this.#live.set(id, { key, live });
    }
    return live;
  }
}
