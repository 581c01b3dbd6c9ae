// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  EntityRef,
  EnvironmentState,
  Release,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import { movingTagsOf } from 'backstage-plugin-promotion-common/model';
import type { Clock } from 'backstage-plugin-promotion-node';
import { Loop } from '../Loop';
import type { EvidenceStore } from '../evidence/EvidenceStore';
import type { ComponentScope, ScopedComponent } from '../rules/ComponentScope';
import type { ActualStateObserver, Applications } from './ActualStateObserver';
import { describeRelease } from '../evidence/describeRelease';
import type { BranchHead, DesiredStateObserver } from './DesiredStateObserver';
import type { EnvironmentStateStore } from './EnvironmentStateStore';
import { inParallel } from './inParallel';
import type { DesiredLook } from './Look';
import { isMaterial, nextState } from './nextState';

const PARALLEL_ENVIRONMENTS = 6;
/** Unchanged states are written this often, so that their age can be told. */
const TOUCH_MS = 20_000;

/** What the observer needs. */
export interface ObserverOptions {
  readonly scope: ComponentScope;
  readonly desired: DesiredStateObserver;
  readonly actual: ActualStateObserver;
  readonly states: EnvironmentStateStore;
  readonly evidence: Pick<EvidenceStore, 'forComponent' | 'saveRelease'>;
  readonly clock: Clock;
  readonly logger: LoggerService;
  /** Something a reader or a gate would care about has changed. */
  readonly onChanged: (componentRef: EntityRef) => Promise<void>;
}

/**
 * Keeps the recorded states of environments current. Writes nothing outside and decides nothing; two replicas may
 * observe at once, since an older look never overwrites a newer one.
 */
export class Observer {
  readonly #options: ObserverOptions;
  readonly #loop: Loop;
  #stopped = false;
  #round?: Promise<void>;

  constructor(options: ObserverOptions) {
    this.#options = options;
    this.#loop = new Loop({
      name: 'observer',
      logger: options.logger,
      run: () => this.observeAll(),
    });
  }

  /** Looks at everything again and again, with a pause between. */
  start({ intervalMs }: { readonly intervalMs: number }): void {
    this.#loop.start(intervalMs);
  }

  /** Begins nothing new and waits for the round under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loop.stop();
    await this.#round;
  }

  /** One round over every component to which rules apply. Never rejects. */
  async observeAll(): Promise<void> {
    this.#round ??= this.#observe(() => this.#options.scope.all()).finally(
      () => {
        this.#round = undefined;
      },
    );
    return this.#round;
  }

  /** One look at one component. Never rejects. */
  async observeComponent(componentRef: EntityRef): Promise<void> {
    await this.#observe(async () => [
      await this.#options.scope.get(componentRef),
    ]);
  }

  async #observe(
    find: () => Promise<readonly ScopedComponent[]>,
  ): Promise<void> {
    try {
      const components = await find();
      const places = components.flatMap(environmentsOf);
      const targets = places.flatMap(place => place.targets);
      const [heads, applications] = await Promise.all([
        this.#options.desired.readHeads(
          targets.map(({ manifest }) => manifest),
        ),
        this.#options.actual.readApplications(places),
      ]);
      await inParallel(components, PARALLEL_ENVIRONMENTS, component =>
        this.#look(component, heads, applications),
      );
    } catch (error) {
      this.#options.logger.warn(
        `A look at the environments failed: ${stringifyError(error)}`,
      );
    }
  }

  async #look(
    component: ScopedComponent,
    heads: ReadonlyMap<string, BranchHead>,
    applications: Applications,
  ): Promise<void> {
    const { states, onChanged } = this.#options;
    const { componentRef } = component.component;
    const recorded = await states.forComponent(componentRef);
    let hasChanged = false;
    for (const environment of environmentsOf(component)) {
      if (this.#stopped) return;
      const previous = recorded.find(
        state => state.environment === environment.environment,
      );
      const desired = await this.#describe(
        component,
        await this.#options.desired.look(environment, heads, previous),
      );
      const actual = await this.#options.actual.look(
        environment,
        applications,
        {
          desired:
            desired.kind === 'seen' ? desired.release : previous?.desired,
          previous,
          tags: movingTagsOf(component.rules.rules),
        },
      );
      const now = await this.#options.clock.now();
      const observed = {
        componentRef,
        environment: environment.environment,
        previous,
        now,
      };
      const state = nextState(observed, desired, actual);
      const isChanged = isMaterial(previous, state);
      if (isChanged || isOld(previous, now)) await states.save(state);
      if (isChanged) {
        const deployed = actual.kind === 'seen' ? actual.releases : [];
        await this.#keepReleases([state.desired, state.live, ...deployed]);
      }
      hasChanged ||= isChanged;
    }
    if (hasChanged) await onChanged(componentRef);
  }

  async #describe(
    { component, rules }: ScopedComponent,
    look: DesiredLook,
  ): Promise<DesiredLook> {
    if (look.kind !== 'seen') return look;
    const evidence = await this.#options.evidence.forComponent(
      component.componentRef,
    );
    return {
      ...look,
      release: describeRelease(look.release, evidence, rules.rules),
    };
  }

  async #keepReleases(
    releases: readonly (Release | undefined)[],
  ): Promise<void> {
    for (const release of releases) {
      if (release) await this.#options.evidence.saveRelease(release);
    }
  }
}

function environmentsOf(
  component: ScopedComponent,
): readonly ResolvedEnvironment[] {
  return Object.values(component.environments).flatMap(each =>
    each.ok ? [each.environment] : [],
  );
}

function isOld(previous: EnvironmentState | undefined, now: string): boolean {
  return (
    !previous || Date.parse(now) - Date.parse(previous.observedAt) >= TOUCH_MS
  );
}
