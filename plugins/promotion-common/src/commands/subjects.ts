// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Actor } from '../model/Actor';
import type { Approval, Override } from '../model/Approval';
import type { EnvironmentState } from '../model/EnvironmentState';
import type { BarredRelease, Hold } from '../model/Hold';
import type { Plan } from '../model/Plan';
import type { EntityRef, Timestamp } from '../model/scalars';
import type { ReadinessFacts } from '../plan/ReadinessFacts';
import type { Promotion } from '../lifecycle/Promotion';
import type { PathRules } from '../rules/PromotionRules';
import type { ComponentFacts } from '../rules/ResolvedEnvironment';
import type { CommandName } from './authority';

/**
 * Who gives a command. `requesterRefs` is everyone on this side: the user, the service, whom it acts for. `userRef` is
 * present only for a person without a service or agent acting for them.
 */
export interface Caller {
  readonly actor: Actor;
  readonly requesterRefs: readonly string[];
  readonly userRef?: EntityRef;
}

/** Who gives a command, with what the permission policy lets them try on its subject. */
export interface Person extends Caller {
  readonly permitted: readonly CommandName[];
}

/** What is known about a component for any command: its people as the catalog has them now, holds and rollback blocks. */
export interface Surroundings {
  readonly component: ComponentFacts;
  /** By role, with the `builtInRoles`; a role without an entry has no members. */
  readonly roleMembers: Readonly<Record<string, readonly EntityRef[]>>;
  readonly roleTitles?: Readonly<Record<string, string>>;
  readonly holds: readonly Hold[];
  readonly barred: readonly BarredRelease[];
  /** Overrides on promotions of the component whose review is still due, also of this one. */
  readonly openReviews: readonly Override[];
  readonly now: Timestamp;
}

/** One promotion, with what people decided on it. */
export interface PromotionSubject extends Surroundings {
  readonly promotion: Promotion;
  readonly approvals: readonly Approval[];
  readonly overrides: readonly Override[];
  /** What its target holds now. Absent: not known. */
  readonly target?: EnvironmentState;
  /** Open promotions of the component, also this one. Absent: not known. */
  readonly open?: readonly Promotion[];
}

/** An environment of a component, with the paths that lead there. */
export interface EnvironmentSubject extends Surroundings {
  readonly environment: string;
  readonly paths: readonly PathRules[];
  /** Absent: nothing was observed there. */
  readonly state?: EnvironmentState;
  /** Open promotions of the component into it. */
  readonly open: readonly Promotion[];
}

/** A rollback block to be lifted. */
export interface BarSubject
  extends Pick<EnvironmentSubject, 'environment' | 'paths'>,
    Surroundings {
  readonly releaseId: string;
}

/** A hold to be set, excepted from or lifted. */
export interface HoldSubject
  extends Pick<EnvironmentSubject, 'paths'>,
    Surroundings {
  readonly hold: Pick<Hold, 'scope' | 'stops'> & Partial<Hold>;
}

/** What is asked to be promoted, with all it is judged by. */
export interface RequestSubject extends Surroundings {
  readonly to: string;
  /** Absent: nothing has been planned yet. */
  readonly plan?: Plan;
  /** What the request is judged on, without the overrides that come with it. Absent: it is only asked whether to try. */
  readonly facts?: ReadinessFacts;
  /** Open promotions of the component. */
  readonly open: readonly Promotion[];
  readonly sourceState?: EnvironmentState;
}
