// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What every call to a port carries. `signal` aborts when the worker's lease or the call's own limit runs out; the
 * limit is shorter than the lease. A call that is aborted rejects; it never resolves half done.
 */
export interface CallContext {
  readonly signal: AbortSignal;
}
