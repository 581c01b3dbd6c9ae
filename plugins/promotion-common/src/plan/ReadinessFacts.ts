// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateFacts } from '../gates/look';
import type { Approval, Override } from '../model/Approval';
import type { BarredRelease, Hold } from '../model/Hold';
import type { ContentHash, EntityRef, Timestamp } from '../model/scalars';
import type { PathRules } from '../rules/PromotionRules';
import type { ComponentFacts } from '../rules/ResolvedEnvironment';
import type { EnvironmentSetup } from './setupOf';

/** Another promotion that goes first, and what both of them need: the place, the file or the application. */
export interface PromotionAhead {
  readonly promotionId: string;
  readonly componentRef: EntityRef;
  readonly to: string;
  readonly version: string;
  readonly shares: 'environment' | 'file' | 'application';
}

/** A group or user that is named and holds nothing: it is not in the catalog, or its origin is not trusted. */
export interface UnknownEntity {
  readonly ref: EntityRef;
  /** The role it was to hold; absent: it is an owner of the component. */
  readonly role?: string;
  /** The place that names it, such as `roles.sre.groups of the rules` or `group:default/sre`. */
  readonly namedIn: string;
  /** A sentence that names the entity, the place and what is wrong. */
  readonly message: string;
  readonly remedy: string;
}

/**
 * What a promotion is judged on at one moment, by the same function for a plan, a request, the worker and the view.
 * `gates` holds component, path, release and requesters besides. Holds, bars and role members are read live.
 */
export interface ReadinessFacts {
  readonly now: Timestamp;
  readonly kind: 'promotion' | 'rollback';
  /** Whether the product asked by itself; then holds that stop automatic promotion count too. Default false. */
  readonly isAutomatic?: boolean;
  readonly component: ComponentFacts;
  readonly path: PathRules;
  readonly gates: GateFacts;
  readonly contentHash: ContentHash;
  readonly approvals: readonly Approval[];
  readonly overrides: readonly Override[];
  readonly roleMembers: Readonly<Record<string, readonly EntityRef[]>>;
  readonly roleTitles?: Readonly<Record<string, string>>;
  readonly holds: readonly Hold[];
  readonly barred: readonly BarredRelease[];
  /** Who can allow a release in the source again; absent: nobody. */
  readonly liftRoles?: readonly string[];
  /** What rules or relations name and the catalog does not hold; absent: nothing. */
  readonly unknown?: readonly UnknownEntity[];
  /** How fit source and target are to be promoted from and to. */
  readonly setup: readonly EnvironmentSetup[];
  readonly ahead: readonly PromotionAhead[];
  /** How many may execute into the target at once, over all components; absent: no limit. */
  readonly concurrency?: { readonly executing: number; readonly max: number };
  readonly notBefore?: Timestamp;
}
