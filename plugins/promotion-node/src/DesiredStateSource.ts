// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ManifestLocation,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import type { CallContext } from './CallContext';
import type { PromotionTrailers } from './promotionTrailers';

/** One commit that touched a file. */
export interface FileRevision {
  readonly commit: string;
  readonly committedAt: Timestamp;
  readonly author?: string;
  readonly message: string;
  readonly url?: string;
  /** What the trailers of the message claim; anybody can write them. Absent: they name no promotion. */
  readonly claimedBy?: PromotionTrailers;
}

/**
 * Reads desired state for the observer: cheaply whether a branch moved, then the files that did.
 * Offered by the adapter that also deploys there. @throws SourceUnreachableError
 */
export interface DesiredStateSource {
  /** The head of a branch, by one conditional read. `unchanged` when it still is `known`. */
  readHead(
    branch: {
      readonly repositoryUrl: string;
      readonly branch: string;
      readonly known?: string;
    },
    context: CallContext,
  ): Promise<{ readonly commit: string; readonly unchanged: boolean }>;
  /** A file's text at a commit; absent when there is no such file. */
  readFile(
    location: ManifestLocation & { readonly commit: string },
    context: CallContext,
  ): Promise<string | undefined>;
  /** Commits that touched a file, newest first, at most `limit`. */
  listRevisions(
    request: ManifestLocation & { readonly limit: number },
    context: CallContext,
  ): Promise<readonly FileRevision[]>;
}
