// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ObserveRequest } from 'backstage-plugin-promotion-node';
import {
  epochMs,
  isAutoSyncOn,
  isOwnOperation,
  operationInfo,
  readOperationInfo,
  type ApplicationReading,
} from './ApplicationReading';

/** How long auto-sync is given to start by itself, after the comparison that saw the commit. */
const AUTO_SYNC_PATIENCE_MS = 15_000;

/**
 * What to do about syncing, in one look.
 *
 * - `none`: nothing to do or not yet. - `adopt`: our sync is there already, also one whose reply was lost.
 * - `terminate`: an operation of this promotion for another commit stands in the way of going back.
 * - `sync`: ask for one; without `revision`, which auto-sync would refuse.
 */
export type SyncDecision =
  | { readonly kind: 'none' }
  | { readonly kind: 'adopt'; readonly at: string | undefined }
  | { readonly kind: 'terminate' }
  | {
      readonly kind: 'sync';
      readonly revision?: string;
      readonly prune: boolean;
    };

/** Decides whether this look asks for a sync. At most one is asked for a commit: `syncRequestedAt` remembers it. */
export function decideSync(
  reading: ApplicationReading,
  request: Pick<
    ObserveRequest,
    'promotionId' | 'commit' | 'publishedAt' | 'previous'
  > & { readonly now: Date },
): SyncDecision {
  const { application, revision, containsCommit } = reading;
  const { status, operation } = application;
  if (operation) {
    const isOwnPromotion =
      readOperationInfo(operation, operationInfo.promotionId) ===
      request.promotionId;
    if (isOwnOperation(operation, request)) {
      return request.previous?.syncRequestedAt
        ? { kind: 'none' }
        : { kind: 'adopt', at: status?.operationState?.startedAt };
    }
    return isOwnPromotion && !request.previous?.syncRequestedAt
      ? { kind: 'terminate' }
      : { kind: 'none' };
  }
  if (request.previous?.syncRequestedAt) {
    return { kind: 'none' };
  }
  if (isOwnOperation(status?.operationState?.operation, request)) {
    return { kind: 'adopt', at: status?.operationState?.startedAt };
  }
  const noticedMs = epochMs(status?.reconciledAt);
  const isNoticed =
    containsCommit && noticedMs > Date.parse(request.publishedAt);
  if (!isNoticed || status?.sync?.status !== 'OutOfSync') {
    return { kind: 'none' };
  }
  const prune = application.spec.syncPolicy?.automated?.prune === true;
  if (isAutoSyncOn(application)) {
    const waitedMs = request.now.getTime() - Date.parse(request.publishedAt);
    return waitedMs >= AUTO_SYNC_PATIENCE_MS
      ? { kind: 'sync', prune }
      : { kind: 'none' };
  }
  // A later commit may hold somebody else's change to the same manifest; syncing back to ours would undo it.
  return {
    kind: 'sync',
    prune,
    revision: revision === request.commit ? request.commit : undefined,
  };
}
