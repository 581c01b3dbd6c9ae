// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EntityRef,
  EnvironmentState,
  Promotion,
  Release,
} from 'backstage-plugin-promotion-common';
import type {
  HeldSlot,
  Snapshot,
} from 'backstage-plugin-promotion-common/facts';
import { slotKeys } from 'backstage-plugin-promotion-common/lifecycle';
import type { Clock } from 'backstage-plugin-promotion-node';
import type { EvidenceStore } from '../evidence/EvidenceStore';
import { describeRelease } from '../evidence/describeRelease';
import type { EnvironmentStateStore } from '../observation/EnvironmentStateStore';
import type { Stores } from '../store/DatabaseStores';
import type { RoleDirectory } from '../roles/RoleDirectory';
import type { ComponentScope, ScopedComponent } from '../rules/ComponentScope';

/** What gathering reads. */
export interface FactsGathererOptions {
  readonly scope: Pick<ComponentScope, 'get'>;
  readonly states: Pick<EnvironmentStateStore, 'forComponent'>;
  readonly evidence: Pick<EvidenceStore, 'forComponent'>;
  readonly roles: RoleDirectory;
  readonly stores: Pick<
    Stores,
    'promotions' | 'decisions' | 'blocks' | 'claims'
  >;
  readonly clock: Clock;
}

/** Gathers the snapshot of a component. */
export type Facts = Pick<FactsGatherer, 'gather'>;

const MAX_OPEN = 100;

/**
 * Gathers recorded facts, from the database and the catalog and from nowhere outside Backstage: once for each request or
 * step, which hands the snapshot to whatever it calls.
 */
export class FactsGatherer {
  readonly #options: FactsGathererOptions;

  constructor(options: FactsGathererOptions) {
    this.#options = options;
  }

  /**
   * @throws NotFoundError when there is no such component, or no rules document applies to it.
   * @throws SourceUnreachableError when the catalog gave no answer.
   */
  async gather(componentRef: EntityRef): Promise<Snapshot> {
    const { scope, states, evidence, roles, stores, clock } = this.#options;
    const { promotions, decisions, blocks, claims } = stores;
    const scoped = await scope.get(componentRef);
    const { component, title, rules, environments } = scoped;
    const now = await clock.now();
    const [memberships, recorded, observations, holds, barred, open, slots] =
      await Promise.all([
        roles.resolve(rules.rules.roles, component),
        states.forComponent(componentRef),
        evidence.forComponent(componentRef),
        blocks.holds(now, componentRef),
        blocks.barred(componentRef),
        promotions.list({ componentRef, open: true }, { limit: MAX_OPEN }),
        claims.slotsHeldByOthers(keysOf(scoped), ''),
      ]);
    const ids = open.items.map(({ promotionId }) => promotionId);
    const [approvals, overrides, held, executing] = await Promise.all([
      decisions.approvals(ids),
      decisions.overrides(ids),
      this.#holders(slots, open.items),
      this.#executing(Object.keys(rules.rules.maxConcurrent)),
    ]);
    const describe = (release: Release) =>
      describeRelease(release, observations, rules.rules);
    return {
      now,
      component,
      title,
      rules,
      environments,
      states: recorded
        .filter(state => Object.hasOwn(environments, state.environment))
        .map(state => described(state, describe)),
      evidence: observations,
      holds,
      barred,
      ...memberships,
      open: open.items,
      approvals,
      overrides,
      executing,
      slots: held,
    };
  }

  /** Who holds the slots: mostly promotions of this very component, which were read already. */
  async #holders(
    slots: readonly { readonly key: string; readonly promotionId: string }[],
    open: readonly Promotion[],
  ): Promise<readonly HeldSlot[]> {
    const ids = [...new Set(slots.map(({ promotionId }) => promotionId))];
    const holders = await Promise.all(
      ids.map(
        async id =>
          open.find(({ promotionId }) => promotionId === id) ??
          this.#options.stores.promotions.get(id),
      ),
    );
    return slots.flatMap(slot => {
      const holder = holders[ids.indexOf(slot.promotionId)];
      if (!holder) return [];
      const { componentRef, to, release } = holder;
      return [{ ...slot, componentRef, to, version: release.version }];
    });
  }

  async #executing(
    environments: readonly string[],
  ): Promise<Record<string, number>> {
    const counts = await Promise.all(
      environments.map(environment =>
        this.#options.stores.claims.countExecuting(environment),
      ),
    );
    return Object.fromEntries(
      environments.map((environment, index) => [
        environment,
        counts[index] ?? 0,
      ]),
    );
  }
}

/** Everything promotions into this component's environments need for themselves. */
function keysOf({ component, environments }: ScopedComponent): string[] {
  const keys = Object.entries(environments).flatMap(([to, placed]) =>
    slotKeys({
      componentRef: component.componentRef,
      to,
      fieldWrites: [],
      applications: [],
      terms: { target: placed.ok ? placed.environment : { targets: [] } },
    }),
  );
  return [...new Set(keys)];
}

/** A build record that came after the look is told as well. */
function described(
  state: EnvironmentState,
  describe: (release: Release) => Release,
): EnvironmentState {
  const releases = [state.desired, state.live]
    .filter(release => release !== undefined)
    .map(describe);
  const versionOf = new Map(
    releases.map(({ releaseId, version }) => [releaseId, version]),
  );
  return {
    ...state,
    ...(state.desired && { desired: describe(state.desired) }),
    ...(state.live && { live: describe(state.live) }),
    history: state.history.map(interval => ({
      ...interval,
      version: versionOf.get(interval.releaseId) ?? interval.version,
    })),
  };
}
