// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Approval, Override } from '../model/Approval';
import type { Actor } from '../model/Actor';
import type { ApplicationId, FieldWrite, ManifestDiff } from '../model/Plan';
import type { Release } from '../model/Release';
import type { ContentHash } from '../model/scalars';
import type { Observation, PreparedChange, ValidationResult } from './Progress';
import type { NewPromotion } from './NewPromotion';
import type { PromotionTerms } from './Promotion';
import type { Readiness } from '../model/Readiness';

/** Which outside system gave no answer. */
export type OutageSource =
  | 'repository'
  | 'application'
  | 'evidence'
  | 'catalog';

/**
 * Everything that can happen to a promotion, `requested` first and only once. The input of `transition`; stored whole in the record,
 * so that replaying records gives the row.
 */
export type PromotionEvent =
  /** The request itself: the first record of every promotion, made by `createPromotion`. */
  | { readonly type: 'requested'; readonly request: NewPromotion }
  /** The worker or a command judged it anew. */
  | {
      readonly type: 'evaluated';
      readonly readiness: Readiness;
      readonly slotsFree: boolean;
    }
  /** A person agreed. Whether it counts is for the next `evaluated` to say. */
  | { readonly type: 'approved'; readonly approval: Approval }
  /** A person rejected, with a comment. */
  | { readonly type: 'rejected'; readonly approval: Approval }
  /** A person took their decision back. */
  | { readonly type: 'approval-withdrawn'; readonly userRef: string }
  /** An authorised person let something go. */
  | { readonly type: 'overridden'; readonly override: Override }
  /**
   * Computed again, the plan has another hash. `changes` names the fields that moved, in words. `release` is the same
   * one with what its Pods report now (absent: as before). When the rules moved, `terms` with their hashes come along, and the promotion is judged by them from now on.
   */
  | {
      readonly type: 'plan-changed';
      readonly contentHash: ContentHash;
      readonly release?: Release;
      readonly fieldWrites: readonly FieldWrite[];
      readonly applications: readonly ApplicationId[];
      readonly diffs?: readonly ManifestDiff[];
      readonly changes: readonly string[];
      readonly terms?: PromotionTerms;
      readonly pathHash?: ContentHash;
      readonly rulesRevision?: ContentHash;
      readonly releaseBefore?: Release;
    }
  /** Somebody else requested the same release there: they are a requester from now on. */
  | {
      readonly type: 'joined';
      readonly actor: Actor;
      readonly requesterRefs: readonly string[];
      readonly reason?: string;
    }
  /** The plan can no longer be made: a configuration or content problem that only people can mend. */
  | {
      readonly type: 'plan-failed';
      readonly code: string;
      readonly message: string;
    }
  | {
      readonly type: 'cancel-requested';
      readonly actor: Actor;
      readonly reason: string;
      /** Whether they can also roll back, should it turn out to be published. Absent: no. */
      readonly canRollBack?: boolean;
    }
  /** A newer release's request took its place. */
  | {
      readonly type: 'superseded';
      readonly byPromotionId: string;
      readonly version: string;
    }
  /** The commit object exists and is persisted with this very event. */
  | { readonly type: 'prepared'; readonly change: PreparedChange }
  /** The branch already holds what would be written; nothing to commit. */
  | { readonly type: 'nothing-to-change'; readonly commit: string }
  /** The fields no longer hold what the plan (or, going back, we) wrote. */
  | { readonly type: 'change-conflicts'; readonly fields: readonly string[] }
  /** The repository will not take the change, ever, and nothing of it is on the branch: that was looked at. */
  | { readonly type: 'change-refused'; readonly message: string }
  | {
      readonly type: 'published';
      readonly commit: string;
      readonly commitUrl?: string;
    }
  /** The branch moved first; prepare anew. */
  | { readonly type: 'publish-raced'; readonly message: string }
  | {
      readonly type: 'pull-request-opened';
      readonly number: number;
      readonly url: string;
    }
  | { readonly type: 'merged'; readonly commit: string; readonly by: string }
  | { readonly type: 'pull-request-closed'; readonly by: string }
  | { readonly type: 'observed'; readonly observation: Observation }
  | {
      readonly type: 'validated';
      readonly results: readonly ValidationResult[];
    }
  /**
   * A machine error. `final` = repeating cannot help. `notOnBranch` = looked at afterwards, the branch does not hold the
   * prepared commit; absent: nobody could look.
   */
  | {
      readonly type: 'attempt-failed';
      readonly message: string;
      readonly final: boolean;
      readonly notOnBranch?: true;
    }
  | {
      readonly type: 'source-unreachable';
      readonly source: OutageSource;
      readonly message: string;
    }
  | { readonly type: 'source-answered' }
  | {
      readonly type: 'rollback-requested';
      readonly actor: Actor;
      readonly reason: string;
    }
  /** A person chose what to do in `awaiting-decision`: go back, or leave the target as it is. */
  | {
      readonly type: 'decided';
      readonly actor: Actor;
      readonly choice: 'rollback' | 'leave';
      readonly reason: string;
    }
  | { readonly type: 'deadline-passed' };

/** The names of the events. */
export type EventType = PromotionEvent['type'];

/** Every event type, in the order the documentation shows them. Complete by type: see `transitionTable`. */
export const eventTypes = [
  'requested',
  'evaluated',
  'approved',
  'rejected',
  'approval-withdrawn',
  'overridden',
  'joined',
  'plan-changed',
  'plan-failed',
  'cancel-requested',
  'superseded',
  'prepared',
  'nothing-to-change',
  'change-conflicts',
  'change-refused',
  'published',
  'publish-raced',
  'pull-request-opened',
  'merged',
  'pull-request-closed',
  'observed',
  'validated',
  'attempt-failed',
  'source-unreachable',
  'source-answered',
  'rollback-requested',
  'decided',
  'deadline-passed',
] as const satisfies readonly EventType[];
