// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import express, { Router } from 'express';
import { GitStore } from '../git/GitStore';
import { escapeHtml } from '../http/escapeHtml';
import { SandboxClock } from '../SandboxClock';
import { SandboxTimings } from '../SandboxTimings';
import { ArgocdContext } from './ArgocdContext';
import { ArgocdController } from './ArgocdController';
import { ArgocdFaults } from './ArgocdFaults';
import { answerError, answerUnknownRoute, requireJson } from './argocdGateway';
import { ArgocdSessions } from './ArgocdSessions';
import { ArgocdStateFile } from './ArgocdStateFile';
import { ControllerContext } from './ControllerContext';
import { ImageRegistry } from './ImageRegistry';
import { ManifestSource } from './ManifestSource';
import { applicationRoutes } from './routes/applicationRoutes';
import { operationRoutes } from './routes/operationRoutes';
import { resourceRoutes } from './routes/resourceRoutes';
import { sessionRoutes } from './routes/sessionRoutes';
import { streamRoutes } from './routes/streamRoutes';
import { SyncWindows } from './SyncWindows';

/** What the Argo CD of a sandbox is made of. */
export interface ArgocdServerOptions {
  readonly git: GitStore;
  readonly clock: SandboxClock;
  readonly timings: SandboxTimings;
  readonly baseUrl: () => string;
  /** File the controller's state is kept in. */
  readonly stateFile: string;
}

/** Argo CD's API and controller over the sandbox's repositories. */
export class ArgocdServer {
  readonly faults = new ArgocdFaults();
  readonly registry = new ImageRegistry();
  readonly windows = new SyncWindows();
  readonly sessions: ArgocdSessions;
  readonly controller: ArgocdController;
  readonly #context: ArgocdContext;
  readonly #state: ArgocdStateFile;
  readonly #manifests: ManifestSource;
  readonly #clock: SandboxClock;
  readonly #timings: SandboxTimings;
  #stopTicking?: () => void;

  constructor(options: ArgocdServerOptions) {
    const { git, clock, timings } = options;
    this.#clock = clock;
    this.#timings = timings;
    this.sessions = new ArgocdSessions(clock);
    this.#manifests = new ManifestSource(git, this.faults);
    const world: ControllerContext = {
      git,
      clock,
      timings,
      registry: this.registry,
      faults: this.faults,
      windows: this.windows,
      manifests: this.#manifests,
    };
    this.controller = new ArgocdController(world);
    this.#context = {
      controller: this.controller,
      sessions: this.sessions,
      world,
      baseUrl: options.baseUrl,
    };
    this.#state = new ArgocdStateFile(options.stateFile, this);
  }

  /** Reads what an earlier run left and starts the controller. @returns whether there was anything */
  async start(): Promise<boolean> {
    const found = await this.#state.load();
    this.#stopTicking = this.#clock.every(this.#timings.tickMs, async () => {
      await this.controller.tick();
      await this.#state.save();
    });
    return found;
  }

  async stop(): Promise<void> {
    this.#stopTicking?.();
    await this.#state.close();
  }

  /** Forgets applications, images, windows and faults; accounts and tokens stay. */
  reset(): void {
    this.controller.clear();
    this.registry.clear();
    this.windows.set([]);
    this.faults.clear();
    this.#manifests.forget();
  }

  /** The server, to be mounted at its root path. */
  router(): Router {
    const router = express.Router();
    router.use(this.faults.handler());
    router.use(requireJson);
    router.use('/api', express.json({ limit: '10mb', strict: false }));
    router.use(
      sessionRoutes(this.#context),
      operationRoutes(this.#context),
      resourceRoutes(this.#context),
      streamRoutes(this.#context),
      applicationRoutes(this.#context),
    );
    router.use('/api', answerUnknownRoute);
    router.use((request, response) => this.#answerUi(request.path, response));
    router.use(answerError);
    return router;
  }

  /** Outside `/api` there is the web UI: 200 and HTML, which makes a wrong root path look like success. */
  #answerUi(path: string, response: express.Response): void {
    const name = /^\/applications\/(?:argocd\/)?([^/]+)$/.exec(path)?.[1];
    const app = name ? this.controller.find(name) : undefined;
    const text = app
      ? `${app.definition.name}: ${app.sync.status} at ${
          app.sync.revision ?? 'no revision'
        }, ${app.health.status}`
      : 'Applications';
    response
      .type('html')
      .send(
        `<!doctype html><html lang="en"><head><title>Argo CD (sandbox)</title></head><body><p>Sandbox: imitated Argo CD.</p><h1>${escapeHtml(
          text,
        )}</h1></body></html>`,
      );
  }
}
