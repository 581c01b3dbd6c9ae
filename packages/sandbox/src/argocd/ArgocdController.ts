// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  ApplicationDefinition,
  ApplicationState,
  HealthStatus,
  Operation,
} from './ApplicationState';
import { newObject, uidOf } from './applyManifests';
import { compareApplication } from './compareApplication';
import { ControllerContext } from './ControllerContext';
import { observeRollout, RolloutView } from './observeRollout';
import { runOperation, setOperation } from './runOperation';

/** From best to worst, as Argo CD ranks them. */
const HEALTH_ORDER: readonly HealthStatus[] = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
];

/** A deployment that took place before the sandbox was started. */
export interface PastDeployment {
  readonly revision: string;
  /** Epoch milliseconds. */
  readonly deployedAt: number;
  readonly initiatedBy: {
    readonly username?: string;
    readonly automated?: boolean;
  };
}

/** Told of each change of an application. */
export type ApplicationListener = (
  app: ApplicationState,
  type: 'ADDED' | 'MODIFIED' | 'DELETED',
) => void;

/** The application controller: looks again and again, and makes live what git says. */
export class ArgocdController {
  readonly #context: ControllerContext;
  readonly #apps = new Map<string, ApplicationState>();
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #listeners = new Set<ApplicationListener>();
  #version = 1000;
  #paused = false;

  constructor(context: ControllerContext) {
    this.#context = context;
  }

  /** Grows with every change of anything; also the `resourceVersion` of lists. */
  get version(): number {
    return this.#version;
  }

  list(): ApplicationState[] {
    return [...this.#apps.values()].sort((a, b) =>
      a.definition.name.localeCompare(b.definition.name),
    );
  }

  find(name: string): ApplicationState | undefined {
    return this.#apps.get(name);
  }

  /** Adds an application that has never been compared or synced. */
  create(
    definition: ApplicationDefinition,
    createdAt = this.#context.clock.now(),
  ): ApplicationState {
    const app: ApplicationState = {
      definition,
      uid: uidOf(`application:${definition.name}`),
      createdAt,
      resourceVersion: 0,
      sync: { status: 'Unknown' },
      outOfSync: [],
      health: { status: 'Missing', since: createdAt },
      conditions: [],
      history: [],
      live: [],
    };
    this.#apps.set(definition.name, app);
    this.touch(app, 'ADDED');
    return app;
  }

  /** Gives an application a past: history, and live objects that have been running since its last entry. */
  async backdate(
    app: ApplicationState,
    past: readonly PastDeployment[],
  ): Promise<void> {
    for (const one of past) {
      const manifests = await this.#context.manifests.render(
        app.definition,
        one.revision,
      );
      app.live = manifests.map(manifest => ({
        ...newObject(app, manifest, past[0]?.deployedAt ?? one.deployedAt),
        generation: past.indexOf(one) + 1,
        appliedAt: one.deployedAt,
      }));
      app.history = [
        ...app.history,
        {
          id: app.history.length,
          revision: one.revision,
          deployStartedAt: one.deployedAt - 2_000,
          deployedAt: one.deployedAt,
          initiatedBy: one.initiatedBy,
        },
      ];
    }
    const last = past[past.length - 1];
    if (last) {
      app.operationState = {
        operation: {
          sync: { revision: last.revision },
          initiatedBy: last.initiatedBy,
        },
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        startedAt: last.deployedAt - 2_000,
        finishedAt: last.deployedAt,
        syncResult: { revision: last.revision },
      };
      const { healthyFlashMs, progressingMs } = this.#context.timings;
      app.health = {
        status: 'Healthy',
        since: last.deployedAt + healthyFlashMs + progressingMs,
      };
    }
    await compareApplication(this.#context, app, true);
    this.touch(app);
  }

  /** Sets the refresh annotation. @returns when the controller has removed it */
  refresh(app: ApplicationState, kind: 'normal' | 'hard'): Promise<void> {
    app.refresh = { kind, at: this.#context.clock.now() };
    this.touch(app);
    return new Promise(resolve => {
      const { name } = app.definition;
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]);
    });
  }

  sync(app: ApplicationState, request: Operation): void {
    setOperation(this.#context, app, request);
    this.touch(app);
  }

  /** Makes the pods that run now fail, or lets them recover. Pods of a later deployment are healthy. */
  setSick(app: ApplicationState, sick: boolean): void {
    app.sickSince = sick ? this.#context.clock.now() : undefined;
    this.touch(app);
  }

  /** Keeps the controller from looking while a past is being made up. */
  async whilePaused(work: () => Promise<void>): Promise<void> {
    this.#paused = true;
    try {
      await work();
    } finally {
      this.#paused = false;
    }
  }

  /** One look at everything. */
  async tick(): Promise<void> {
    if (this.#paused || this.#context.faults.controllerStopped) {
      return;
    }
    for (const app of this.list()) {
      const operated = await runOperation(this.#context, app);
      const compared = await this.#compareWhenDue(app);
      const healed = this.#observeHealth(app);
      if (operated || compared || healed) {
        this.touch(app);
      }
    }
  }

  /** How a workload's rollout is judged right now. */
  view(app: ApplicationState): RolloutView {
    const { clock, timings, registry } = this.#context;
    return {
      now: clock.now(),
      timings,
      registry,
      application: app.definition.name,
      sickSince: app.sickSince,
    };
  }

  subscribe(listener: ApplicationListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  touch(app: ApplicationState, type: 'ADDED' | 'MODIFIED' = 'MODIFIED'): void {
    this.#version += 1;
    app.resourceVersion = this.#version;
    this.#listeners.forEach(listener => listener(app, type));
  }

  clear(): void {
    const gone = this.list();
    this.#apps.clear();
    gone.forEach(app =>
      this.#listeners.forEach(listener => listener(app, 'DELETED')),
    );
    this.#waiting.clear();
    this.#version += 1;
  }

  save(): {
    readonly version: number;
    readonly applications: readonly ApplicationState[];
  } {
    return { version: this.#version, applications: this.list() };
  }

  load(saved: {
    readonly version: number;
    readonly applications: readonly ApplicationState[];
  }): void {
    this.#version = saved.version;
    saved.applications.forEach(app => this.#apps.set(app.definition.name, app));
  }

  async #compareWhenDue(app: ApplicationState): Promise<boolean> {
    const { clock, timings, faults } = this.#context;
    const refreshDue =
      app.refresh !== undefined &&
      !faults.refreshNeverEnds &&
      clock.now() - app.refresh.at >= timings.refreshMs;
    const soon = app.compareSoon === true;
    const routine =
      app.reconciledAt === undefined ||
      clock.now() - app.reconciledAt >= timings.reconcileEveryMs;
    if (!refreshDue && !soon && !routine) {
      return false;
    }
    app.compareSoon = undefined;
    await compareApplication(this.#context, app, refreshDue || soon);
    if (refreshDue) {
      app.refresh = undefined;
      const { name } = app.definition;
      const waiting = this.#waiting.get(name) ?? [];
      this.#waiting.delete(name);
      waiting.forEach(resolve => resolve());
    }
    return true;
  }

  /** Health follows live objects, in its own time; it does not move `reconciledAt`. */
  #observeHealth(app: ApplicationState): boolean {
    const view = this.view(app);
    const seen = app.live.map(live => {
      const rollout = observeRollout(live, view);
      if (rollout.newPods === 'ready') {
        live.previous = undefined;
      }
      return rollout.health;
    });
    const worst = Math.max(...seen.map(one => HEALTH_ORDER.indexOf(one)));
    const status =
      seen.length === 0 ? 'Missing' : HEALTH_ORDER[worst] ?? 'Unknown';
    if (status === app.health.status) {
      return false;
    }
    app.health = { status, since: view.now };
    return true;
  }
}
