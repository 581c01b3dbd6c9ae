// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { CommitResult } from '../PromotionStore';

/** Thrown inside a transaction to undo it; carries what its caller is told. Never leaves the store. */
export class NotCommitted extends Error {
  constructor(
    readonly result: Exclude<CommitResult, { readonly kind: 'committed' }>,
  ) {
    super(`not committed: ${result.kind}`);
  }
}
