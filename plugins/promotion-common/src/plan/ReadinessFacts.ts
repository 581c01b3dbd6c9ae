// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateFacts } from '../gates/look';
import type { Approval, Override } from '../model/Approval';
import type { BarredRelease, Hold } from '../model/Hold';
import type { ContentHash, EntityRef, Timestamp } from '../model/scalars';
import type { PathRules } from '../rules/PromotionRules';
import type { ComponentFacts } from '../rules/ResolvedEnvironment';

/** Another promotion under way, as far as it bears on this one. */
export interface ActivePromotion {
  readonly promotionId: string;
  readonly componentRef: EntityRef;
  readonly to: string;
  readonly releaseId: string;
  readonly version?: string;
  /** `executing` holds slots, from the decision to execute until the end. */
  readonly turn: 'waiting' | 'executing';
}

/**
 * What a promotion is judged on at one moment, by the same function for a plan, a request and the worker. `gates` holds
 * component, path, release and requesters besides. Holds, bars and role members are read live.
 */
export interface ReadinessFacts {
  readonly kind: 'promotion' | 'rollback';
  /** The promotion itself; absent for a plan. Its own slots are no obstacle to it. */
  readonly promotionId?: string;
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
  readonly activePromotions: readonly ActivePromotion[];
  /** How many may execute into the target at once, over all components; absent: no limit. */
  readonly concurrency?: { readonly executing: number; readonly max: number };
  readonly notBefore?: Timestamp;
}
