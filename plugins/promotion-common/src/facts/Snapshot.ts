// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from '../lifecycle/Promotion';
import type { Approval, Override } from '../model/Approval';
import type { EnvironmentState } from '../model/EnvironmentState';
import type { Evidence } from '../model/Evidence';
import type { BarredRelease, Hold } from '../model/Hold';
import type { Release } from '../model/Release';
import type { EntityRef, Timestamp } from '../model/scalars';
import type { UnknownEntity } from '../plan/ReadinessFacts';
import type { PlacedEnvironment } from '../plan/setupOf';
import { builtInRoles } from '../rules/pathSection';
import type { PromotionRules } from '../rules/PromotionRules';
import type { ComponentFacts } from '../rules/ResolvedEnvironment';

/** A slot of execution that is taken, and by whom. */
export interface HeldSlot {
  readonly key: string;
  readonly promotionId: string;
  readonly componentRef: EntityRef;
  readonly to: string;
  readonly version: string;
}

/**
 * All facts about one component that one request or one step judges by: one reading of the clock and one of each list.
 * Nobody gathers twice within it, and nothing outside Backstage is called for it.
 *
 * `environments` has an entry for each environment of the rules. `roleMembers` is read from the catalog with the
 * service's own credentials, never from a token. `approvals` and `overrides` are those of the open promotions.
 */
export interface Snapshot {
  readonly now: Timestamp;
  readonly component: ComponentFacts;
  readonly title: string;
  readonly rules: {
    readonly name: string;
    readonly rules: PromotionRules;
    readonly revision: string;
    /** What is wrong with a newer version that is therefore not used. Absent: nothing. */
    readonly problem?: string;
  };
  readonly environments: Readonly<Record<string, PlacedEnvironment>>;
  readonly states: readonly EnvironmentState[];
  readonly evidence: readonly Evidence[];
  readonly holds: readonly Hold[];
  readonly barred: readonly BarredRelease[];
  readonly roleMembers: Readonly<Record<string, readonly EntityRef[]>>;
  /** Through which groups each member holds each role: role → user → group refs. */
  readonly membershipProof: Readonly<
    Record<string, Readonly<Record<string, readonly string[]>>>
  >;
  /** What the rules or the component's relations name and the catalog does not hold. */
  readonly unknown: readonly UnknownEntity[];
  readonly open: readonly Promotion[];
  readonly approvals: readonly Approval[];
  readonly overrides: readonly Override[];
  /** How many execute into each environment that has a limit, over all components. */
  readonly executing: Readonly<Record<string, number>>;
  /** Who holds what this component's environments need. */
  readonly slots: readonly HeldSlot[];
}

/** The recorded state of an environment; one never seen is unknown in every respect. */
export function stateOf(
  snapshot: Pick<Snapshot, 'component' | 'states' | 'now'>,
  environment: string,
): EnvironmentState {
  return (
    snapshot.states.find(state => state.environment === environment) ?? {
      componentRef: snapshot.component.componentRef,
      environment,
      sync: 'unknown',
      health: 'unknown',
      history: [],
      observedAt: snapshot.now,
      problems: [],
    }
  );
}

/** What would move from a source: what is desired there, else what is live. Whether they agree is for the plan to say. */
export function candidateOf(
  source: Pick<EnvironmentState, 'desired' | 'live'>,
): Release | undefined {
  return source.desired ?? source.live;
}

/** The roles of the rules a person holds for a component; none for whoever is no person. */
export function rolesHeldBy(
  userRef: string | undefined,
  { roleMembers }: Pick<Snapshot, 'roleMembers'>,
): readonly string[] {
  if (userRef === undefined) return [];
  return Object.entries(roleMembers)
    .filter(([role]) => !Object.hasOwn(builtInRoles, role))
    .filter(([, members]) => members.includes(userRef))
    .map(([role]) => role);
}
