// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SandboxClock } from '../SandboxClock';
import { DEMO_ENVIRONMENTS, DemoEnvironment, DemoService } from './DemoService';
import { DEMO_SERVICES } from './demoServices';
import {
  alertsEvidence,
  BuildPlace,
  releaseEvidence,
  serviceEvidence,
} from './evidence';
import { EvidencePusher } from './EvidencePusher';
import { DemoTargets, seedDemo, seedMetrics, sourceTag } from './seedDemo';

const HEARTBEAT_MS = 60_000;

/** What the demo is made with. */
export interface DemoOptions extends DemoTargets {
  readonly clock: SandboxClock;
  readonly baseUrl: () => string;
  /** File that says when it was seeded. */
  readonly stateFile: string;
  /** Absent: no evidence is sent. */
  readonly pusher?: EvidencePusher;
}

/** What survives a restart. */
interface DemoState {
  readonly seededAt: number;
  readonly observedSince: Readonly<Record<string, number>>;
}

/** The demo's services while they run: their seed, their evidence, their alerts. */
export class Demo {
  readonly #options: DemoOptions;
  readonly #firing = new Map<string, string[]>();
  /** Since when services are observed that were not when the demo was seeded; epoch milliseconds. */
  #observedSince: Readonly<Record<string, number>> = {};
  #seededAt = 0;
  #stopHeartbeat?: () => void;

  constructor(options: DemoOptions) {
    this.#options = options;
  }

  /** Seeds a new directory, or goes on with the past of an old one; then sends what pipelines sent. */
  async start(): Promise<void> {
    const { clock, metrics, git, argocd } = this.#options;
    const found = await this.#readState();
    if (
      found !== undefined &&
      git.find('acme/gitops') &&
      argocd.controller.list().length > 0
    ) {
      this.#seededAt = found.seededAt;
      this.#observedSince = found.observedSince;
      seedMetrics(metrics, found.seededAt);
      Object.entries(found.observedSince).forEach(([component, from]) =>
        this.#startTraffic(component, from),
      );
    } else {
      await this.reseed();
      return;
    }
    await this.#sendEvidence();
    this.#stopHeartbeat = clock.every(HEARTBEAT_MS, async () =>
      this.#heartbeat(),
    );
  }

  /** Empties repositories, applications and metrics and seeds them anew, as of now. */
  async reseed(): Promise<void> {
    const { clock, git, argocd, metrics, pusher } = this.#options;
    this.stop();
    this.#firing.clear();
    this.#observedSince = {};
    pusher?.clear();
    await argocd.controller.whilePaused(async () => {
      argocd.reset();
      metrics.clear();
      await git.clear();
      this.#seededAt = clock.now();
      await seedDemo(this.#options, this.#seededAt);
    });
    await this.#writeState();
    await this.#sendEvidence();
    this.#stopHeartbeat = clock.every(HEARTBEAT_MS, async () =>
      this.#heartbeat(),
    );
  }

  stop(): void {
    this.#stopHeartbeat?.();
  }

  /** Critical alerts firing now, as `component/environment` to names. */
  firing(): ReadonlyMap<string, readonly string[]> {
    return this.#firing;
  }

  /** Fires or resolves a critical alert and tells the backend at once. */
  setAlert(alert: {
    component: string;
    environment: DemoEnvironment;
    name: string;
    firing: boolean;
  }): void {
    const key = `${alert.component}/${alert.environment}`;
    const others = (this.#firing.get(key) ?? []).filter(
      name => name !== alert.name,
    );
    const now = alert.firing ? [...others, alert.name] : others;
    if (now.length > 0) {
      this.#firing.set(key, now);
    } else {
      this.#firing.delete(key);
    }
    this.#pushAlerts(alert.component, alert.environment);
  }

  /**
   * Evidence that was missing or bad arrives: everything about the newest release of a service, good.
   * A service nobody measured so far has traffic from now on.
   */
  async sendGoodEvidence(component: string): Promise<void> {
    const { clock, pusher } = this.#options;
    const service = DEMO_SERVICES.find(one => one.name === component);
    const newest = service?.releases[service.releases.length - 1];
    if (!service || !newest) {
      return;
    }
    const place = {
      ...(await this.#placeOf(service)),
      observedAt: clock.now(),
    };
    const { quality: _bad, ...release } = newest;
    const bodies = releaseEvidence(service, release, place);
    // The build of an observed service is known already; a second, different one would be refused.
    pusher?.push(
      service.observed
        ? bodies.filter(one => one.facts.kind !== 'build')
        : bodies,
    );
    if (!this.#isObserved(service)) {
      this.#observedSince = {
        ...this.#observedSince,
        [component]: clock.now(),
      };
      this.#startTraffic(component, clock.now());
      DEMO_ENVIRONMENTS.forEach(environment =>
        this.#pushAlerts(component, environment),
      );
      await this.#writeState();
    }
  }

  #isObserved(service: DemoService): boolean {
    return service.observed || service.name in this.#observedSince;
  }

  #startTraffic(component: string, from: number): void {
    for (const environment of DEMO_ENVIRONMENTS) {
      this.#options.metrics.set(
        { component, environment },
        { requestsPerSecond: 20, errorRatio: 0, from },
      );
    }
  }

  async #sendEvidence(): Promise<void> {
    for (const service of DEMO_SERVICES.filter(one => one.observed)) {
      this.#options.pusher?.push(
        serviceEvidence(service, await this.#placeOf(service)),
      );
    }
    this.#heartbeat();
  }

  #heartbeat(): void {
    for (const { name } of DEMO_SERVICES.filter(one => this.#isObserved(one))) {
      DEMO_ENVIRONMENTS.forEach(environment =>
        this.#pushAlerts(name, environment),
      );
    }
  }

  #pushAlerts(component: string, environment: DemoEnvironment): void {
    const firing = this.#firing.get(`${component}/${environment}`) ?? [];
    const observedAt = this.#options.clock.now();
    this.#options.pusher?.push([
      alertsEvidence({ name: component }, environment, { firing, observedAt }),
    ]);
  }

  async #placeOf(service: DemoService): Promise<BuildPlace> {
    const repository = this.#options.git.find(`acme/${service.name}`);
    const commits = new Map<string, string>();
    for (const release of service.releases) {
      const sha = await repository?.resolveCommit(sourceTag(release));
      if (sha) {
        commits.set(release.version, sha);
      }
    }
    return {
      baseUrl: this.#options.baseUrl(),
      seededAt: this.#seededAt,
      commits,
    };
  }

  async #readState(): Promise<DemoState | undefined> {
    const text = await readFile(this.#options.stateFile, 'utf8').catch(
      () => undefined,
    );
    return text === undefined ? undefined : JSON.parse(text);
  }

  async #writeState(): Promise<void> {
    const { stateFile } = this.#options;
    const state: DemoState = {
      seededAt: this.#seededAt,
      observedSince: this.#observedSince,
    };
    await mkdir(dirname(stateFile), { recursive: true });
    await writeFile(stateFile, JSON.stringify(state));
  }
}
