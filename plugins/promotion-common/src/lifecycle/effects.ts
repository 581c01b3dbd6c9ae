// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EntityRef, Timestamp } from '../model/scalars';

/**
 * What must happen together with a transition, as data. The store performs all but `notify` in the transaction that
 * writes the row; `notify` goes to the outbox in that transaction and out afterwards, best effort.
 * Calls to GitHub and Argo CD are no effects: the worker derives them from the persisted row by `nextAction`, so that
 * a process that died anywhere looks at the row and goes on.
 */
export type Effect =
  | { readonly kind: 'acquire-slots'; readonly keys: readonly string[] }
  | { readonly kind: 'release-slots' }
  | { readonly kind: 'dismiss-approvals'; readonly reason: string }
  | {
      readonly kind: 'bar-release';
      readonly environment: string;
      readonly releaseId: string;
      readonly version: string;
      readonly reason: string;
    }
  /** Whatever holds of this component promotions set there themselves and that stop what is automatic. */
  | { readonly kind: 'lift-holds'; readonly environment: string }
  /** Takes the place of one that a promotion of this component set there before and that stops the same. */
  | {
      readonly kind: 'set-hold';
      readonly environment: string;
      readonly stops: 'automatic' | 'all';
      readonly reason: string;
    }
  | {
      readonly kind: 'notify';
      readonly topic:
        | 'approval-needed'
        | 'decision-needed'
        | 'review-needed'
        | 'succeeded'
        | 'failed'
        | 'rolled-back';
      readonly recipientRefs: readonly EntityRef[];
      readonly recipientRoles: readonly string[];
      readonly title: string;
      readonly description: string;
      /** It goes out then, unless this override was reviewed before. Absent: at once. */
      readonly later?: {
        readonly at: Timestamp;
        readonly unlessReviewed: string;
      };
    };

/** What the worker does next for a promotion, derived from its row alone. */
export type NextAction =
  | { readonly kind: 'evaluate' }
  | { readonly kind: 'prepare' }
  | { readonly kind: 'publish' }
  /** Only look whether the prepared commit got onto the branch, and publish nothing: `published` or `publish-raced`. */
  | { readonly kind: 'look' }
  /** Only look whether the pull request was merged: `merged`, or nothing. */
  | { readonly kind: 'look-merge' }
  | { readonly kind: 'observe' }
  | { readonly kind: 'validate' }
  | { readonly kind: 'prepare-revert' }
  | { readonly kind: 'publish-revert' }
  | { readonly kind: 'observe-revert' }
  /** Only a person or the deadline moves it. */
  | { readonly kind: 'wait' }
  /** It has ended. */
  | { readonly kind: 'none' };
