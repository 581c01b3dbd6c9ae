// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Actor } from '../model/Actor';
import type { Timestamp } from '../model/scalars';
import type { Effect } from './effects';
import type { PromotionEvent } from './events';
import type { Promotion } from './Promotion';
import type { PromotionState } from './states';

/**
 * What is stored of a transition, before chaining. Only `at`, `actor` and `event` are input; the rest is derived.
 * The request's own record has `from` and `to` both the first state.
 */
export interface TransitionRecord {
  readonly promotionId: string;
  /** 1 for the request itself, then one more each; equals the promotion's `version` after it. */
  readonly sequence: number;
  readonly at: Timestamp;
  readonly actor: Actor;
  readonly from: PromotionState;
  readonly to: PromotionState;
  readonly event: PromotionEvent;
  /** One sentence for the timeline. */
  readonly message: string;
}

/**
 * Why an event changed nothing.
 *
 * - `terminal`: it has ended. - `not-in-this-state`: it means nothing here. - `no-change`: nothing material is new.
 * - `already-happened`: a late or repeated message. - `already-published`: the commit is on the branch, that moment is over.
 * - `not-due`: the deadline is later. - `other-content`: a decision about other content. - `requester`: a decision of
 *   somebody who asked. - `nothing-to-restore`: it is not known what was there before.
 */
export const ignoreReasons = [
  'terminal',
  'not-in-this-state',
  'no-change',
  'already-happened',
  'already-published',
  'not-due',
  'other-content',
  'requester',
  'nothing-to-restore',
] as const;
/** @see ignoreReasons */
export type IgnoreReason = (typeof ignoreReasons)[number];

/** What `transition` answers: never an exception, never a promise. */
export type TransitionResult =
  | {
      readonly kind: 'transitioned';
      readonly promotion: Promotion;
      readonly record: TransitionRecord;
      readonly effects: readonly Effect[];
    }
  | {
      readonly kind: 'ignored';
      readonly reason: IgnoreReason;
      readonly message: string;
    };
