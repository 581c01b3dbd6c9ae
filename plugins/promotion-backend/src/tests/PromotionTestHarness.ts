// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import type {
  Evidence,
  OverrideTarget,
  Promotion,
  PromotionState,
} from 'backstage-plugin-promotion-common';
import { isTerminal } from 'backstage-plugin-promotion-common/lifecycle';
import type { RequestOf } from 'backstage-plugin-promotion-common/client';
import type { Deployer } from 'backstage-plugin-promotion-node';
import {
  FakeClock,
  FakeDeployments,
  FakeRepository,
} from 'backstage-plugin-promotion-node/testUtils';
import type { Caller } from '../Caller';
import { composeDeployer } from '../execution/composeDeployer';
import { PromotionWorker } from '../execution/PromotionWorker';
import { HealthValidator } from '../execution/validators/HealthValidator';
import type { Stores } from '../store/DatabaseStores';
import { dyingStores, type Boundary } from './dyingStores';
import { givenBy } from './givenBy';
import { FakeFactsGatherer } from './FakeFactsGatherer';
import { HARNESS_MEMBERS, HARNESS_RULES } from './harnessRules';
import { sqliteStores } from './sqliteStores';

type PromotionRequest = RequestOf<'createPromotion'>['body'];

/** The component most stories are about. */
export const CHECKOUT = 'component:default/checkout';
export const GITOPS = 'https://github.example/acme/gitops';
const LEASE_MS = 60_000;
const ENVIRONMENTS = ['dev', 'staging', 'production'];

/** What a harness is made of; everything has a default. */
export interface HarnessOptions {
  readonly stores?: Stores;
  readonly rules?: string;
  readonly components?: readonly string[];
  /** The version each environment holds at first. */
  readonly versions?: Readonly<Record<string, string>>;
  /** How far the clock goes on between two rounds of the worker; default 2 s. */
  readonly stepMs?: number;
}

/**
 * Service, worker and store over a git repository and a deployment tool in memory, on a clock that only tests move. Verbs
 * are those of the stories.
 */
export class PromotionTestHarness {
  readonly clock = new FakeClock();
  readonly repository: FakeRepository;
  readonly deployments: FakeDeployments;
  readonly stores: Stores;
  readonly facts: FakeFactsGatherer;
  readonly service: ReturnType<typeof givenBy>;
  readonly deployer: Deployer;
  worker: PromotionWorker;
  readonly #stepMs: number;
  #died: () => boolean = () => false;
  #writes: () => number = () => 0;

  constructor(options: HarnessOptions = {}) {
    const { clock } = this;
    this.#stepMs = options.stepMs ?? 2_000;
    this.stores = options.stores ?? sqliteStores();
    this.repository = new FakeRepository({ clock });
    this.deployments = new FakeDeployments({
      clock,
      repository: this.repository,
    });
    this.#seed(options);
    this.facts = new FakeFactsGatherer({
      clock,
      repository: this.repository,
      deployments: this.deployments,
      stores: this.stores,
      rules: options.rules ?? HARNESS_RULES,
      members: HARNESS_MEMBERS,
    });
    this.deployer = composeDeployer(this.repository, this.deployments);
    for (const component of options.components ?? [CHECKOUT]) {
      for (const name of ENVIRONMENTS) {
        this.deployments.track(this.facts.environment(component, name));
      }
    }
    this.clock.advance(3_600_000);
    this.service = this.serviceOn(this.stores);
    this.worker = this.workerOn(this.stores);
  }

  /** A service of its own, as another replica would have. */
  serviceOn(stores: Stores): ReturnType<typeof givenBy> {
    return givenBy({
      stores,
      clock: this.clock,
      facts: this.facts,
      deployer: this.deployer,
      releases: { releases: async () => [] },
      wake: () => {},
    });
  }

  /** A worker of its own, as another replica would have. */
  workerOn(
    stores: Stores,
    deployer: Deployer = this.deployer,
  ): PromotionWorker {
    return new PromotionWorker({
      stores,
      clock: this.clock,
      facts: this.facts,
      deployer,
      validators: [new HealthValidator(deployer)],
      logger: mockServices.logger.mock(),
      leaseMs: LEASE_MS,
    });
  }

  async request(
    request: Partial<PromotionRequest> = {},
    by = 'user:default/dana',
  ): Promise<string> {
    const { promotionId } = await this.service.request(
      requestOf(request),
      person(by),
    );
    return promotionId;
  }

  async approve(
    promotionId: string,
    by: string,
    decision: 'approved' | 'rejected' = 'approved',
  ): Promise<void> {
    const { contentHash } = await this.promotion(promotionId);
    await this.service.decideApproval(
      { promotionId, decision, contentHash },
      person(by),
    );
  }

  async override(
    promotionId: string,
    target: OverrideTarget,
    by: string,
  ): Promise<void> {
    const { contentHash } = await this.promotion(promotionId);
    const reason = 'Customers wait.';
    await this.service.override(
      { promotionId, target, contentHash, reason },
      person(by),
    );
  }

  /** The pipeline reports line coverage of what is in an environment, in percent. */
  async deliverCoverage(
    percent: number,
    environment = 'dev',
    componentRef = CHECKOUT,
  ): Promise<void> {
    const states = await this.facts.observe(componentRef);
    const release = states.find(
      state => state.environment === environment,
    )?.desired;
    if (!release) throw new Error(`nothing is in ${environment}`);
    const now = this.clock.timestamp;
    const evidence: Evidence = {
      evidenceId: randomUUID(),
      kind: 'coverage',
      subject: {
        type: 'release',
        componentRef,
        releaseId: release.releaseId,
      },
      facts: { kind: 'coverage', covered: percent, valid: 100 },
      producer: 'external:ci',
      tier: 'ci',
      observedAt: now,
      receivedAt: now,
    };
    this.facts.evidence.push(evidence);
    await this.stores.claims.wake({ componentRef }, now);
  }

  /** Somebody releases a version into an environment outside any promotion, and it becomes healthy there. */
  release(version: string, environment = 'dev', component = CHECKOUT): void {
    this.repository.push(
      manifestPath(component, environment),
      manifest(component, version),
      'Developer',
    );
    this.advanceClock(10_000);
    this.deployments.tick();
    this.advanceClock(10_000);
  }

  advanceClock(ms: number): void {
    this.clock.advance(ms);
  }

  /** One round of the worker. A process that died does nothing any more. */
  async tick(): Promise<number> {
    return this.#died() ? 0 : this.worker.tick();
  }

  /** Works until the promotion has ended, or rests waiting for people. */
  async untilSettled(promotionId: string): Promise<Promotion> {
    let still = 0;
    let before = -1;
    for (let round = 0; round < 2_000; round++) {
      await this.tick();
      const promotion = await this.promotion(promotionId);
      if (isTerminal(promotion.state)) return promotion;
      still = promotion.version === before ? still + 1 : 0;
      before = promotion.version;
      const waitsForPeople = promotion.state.startsWith('awaiting-');
      if (still > 20 && (waitsForPeople || promotion.state === 'queued')) {
        return promotion;
      }
      this.advanceClock(still > 20 ? 60_000 : this.#stepMs);
    }
    const { state } = await this.promotion(promotionId);
    throw new Error(`${promotionId} did not settle; it is ${state}`);
  }

  /** Works until the promotion is in this state. */
  async until(promotionId: string, state: PromotionState): Promise<Promotion> {
    for (let round = 0; round < 300; round++) {
      const promotion = await this.promotion(promotionId);
      if (promotion.state === state) return promotion;
      await this.tick();
      this.advanceClock(1_000);
    }
    const promotion = await this.promotion(promotionId);
    throw new Error(`${promotionId} is ${promotion.state}, never ${state}`);
  }

  /** From now on the worker works until it dies at this boundary. */
  crashAt(boundary: Boundary): void {
    const dying = dyingStores(this.stores, boundary);
    this.worker = this.workerOn(dying.stores);
    this.#died = dying.isDead;
    this.#writes = dying.writeCount;
  }

  /** Whether the worker has died at the boundary asked for. */
  hasCrashed(): boolean {
    return this.#died();
  }

  /** How many writes the process that `crashAt` started has begun. */
  writesBegun(): number {
    return this.#writes();
  }

  /** A new process takes over, after the claim of the dead one has ended. */
  restart(): void {
    this.#died = () => false;
    this.worker = this.workerOn(this.stores);
    this.advanceClock(LEASE_MS + 1_000);
  }

  async promotion(promotionId: string): Promise<Promotion> {
    const promotion = await this.stores.promotions.get(promotionId);
    if (!promotion) throw new Error(`there is no promotion ${promotionId}`);
    return promotion;
  }

  /** The version an environment's manifest names now. */
  versionIn(environment: string, component = CHECKOUT): string | undefined {
    const text = this.repository.text(manifestPath(component, environment));
    return /newTag: ["']?([^\s"']+)/.exec(text ?? '')?.[1];
  }

  /** Commits on the branch that this promotion made. */
  commitsOf(promotionId: string): number {
    return this.repository.commits.filter(
      commit => commit.claimedBy?.promotionId === promotionId,
    ).length;
  }

  #seed({ components = [CHECKOUT], versions = {} }: HarnessOptions): void {
    const held = {
      dev: '2.4.0',
      staging: '2.3.0',
      production: '2.2.0',
      ...versions,
    };
    const files = components.flatMap(component =>
      Object.entries(held).map(([environment, version]) => [
        manifestPath(component, environment),
        manifest(component, version),
      ]),
    );
    this.repository.seed(GITOPS, 'main', Object.fromEntries(files));
  }
}

/** A person who is signed in as themselves. */
export function person(userRef: string): Caller {
  return {
    actor: { kind: 'user', ref: userRef },
    requesterRefs: [userRef],
    userRef,
  };
}

/** A request of checkout's next step to staging, unless told otherwise. */
export function requestOf(
  request: Partial<PromotionRequest> = {},
): PromotionRequest {
  return {
    componentRef: CHECKOUT,
    from: 'dev',
    to: 'staging',
    whenBlocked: 'refuse',
    overrides: [],
    ...request,
  };
}

/** Where a component's manifest is. */
export function manifestPath(component: string, environment: string): string {
  const name = component.slice(component.lastIndexOf('/') + 1);
  return `services/${name}/overlays/${environment}/kustomization.yaml`;
}

/** A kustomization that names one image. */
export function manifest(component: string, version: string): string {
  const name = component.slice(component.lastIndexOf('/') + 1);
  return `resources:\n  - ../../base\nimages:\n  - name: registry.example/acme/${name}\n    newTag: ${version}\n`;
}
