// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ComponentFacts,
  EntityRef,
  EnvironmentState,
  Hold,
  Release,
} from 'backstage-plugin-promotion-common';
import type { Clock } from '../Clock';
import type { EvidenceCollector } from '../evidence/EvidenceCollector';
import type { EvidenceStore } from '../evidence/EvidenceStore';
import { describeRelease } from '../observation/describeRelease';
import type { EnvironmentStateStore } from '../observation/EnvironmentStateStore';
import type { Stores } from '../store/DatabaseStores';
import type { RoleDirectory } from '../roles/RoleDirectory';
import type { ComponentScope } from '../rules/ComponentScope';
import type { ComponentDossier, FactsGatherer } from './FactsGatherer';

/** What gathering needs. */
export interface DefaultFactsGathererOptions {
  readonly scope: ComponentScope;
  readonly states: EnvironmentStateStore;
  readonly evidence: EvidenceStore;
  readonly blocks: Stores['blocks'];
  readonly roles: RoleDirectory;
  readonly collector: Pick<EvidenceCollector, 'collect'>;
  readonly clock: Clock;
}

/** Gathers recorded facts: from the database and the catalog, and from nowhere outside Backstage. */
export class DefaultFactsGatherer implements FactsGatherer {
  readonly #options: DefaultFactsGathererOptions;

  constructor(options: DefaultFactsGathererOptions) {
    this.#options = options;
  }

  async gather(componentRef: EntityRef): Promise<ComponentDossier> {
    const { scope, states, evidence, blocks, roles, clock } = this.#options;
    const { component, title, rules, environments } = await scope.get(
      componentRef,
    );
    const now = await clock.now();
    const [memberships, recorded, observations, holds, barred] =
      await Promise.all([
        roles.resolve(rules.rules.roles, component),
        states.forComponent(componentRef),
        evidence.forComponent(componentRef),
        blocks.holds(now, componentRef),
        blocks.barred(componentRef),
      ]);
    const describe = (release: Release) =>
      describeRelease(release, observations, rules.rules);
    return {
      component,
      title,
      rules,
      environments,
      states: recorded
        .filter(state => Object.hasOwn(environments, state.environment))
        .map(state => described(state, describe)),
      evidence: observations,
      holds: holds.filter(hold => concerns(hold, component)),
      barred,
      ...memberships,
    };
  }

  async collectEvidence(
    componentRef: EntityRef,
    path: { readonly from: string; readonly to: string },
  ): Promise<void> {
    await this.#options.collector.collect(componentRef, path);
  }
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

/** Whether a hold may stop a component; in which environment is for the core to say. */
function concerns({ scope }: Hold, component: ComponentFacts): boolean {
  const { componentRef, systemRef, ownerRef } = scope;
  return (
    (componentRef === undefined || componentRef === component.componentRef) &&
    (systemRef === undefined || systemRef === component.systemRef) &&
    (ownerRef === undefined || component.ownerRefs.includes(ownerRef))
  );
}
