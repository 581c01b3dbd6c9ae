// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentState,
  EvidenceFacts,
  EvidenceKind,
  GateRules,
  Release,
  ResolvedEnvironment,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import type { CallContext } from './CallContext';

/** What to collect: everything the gates of a path ask of this provider about one release in one environment. */
export interface CollectRequest {
  readonly release: Release;
  readonly environment: ResolvedEnvironment;
  readonly state: EnvironmentState;
  /** The gates of the path that are judged on this environment. */
  readonly gates: readonly GateRules[];
  readonly now: Timestamp;
}

/**
 * One observation, before it is recorded. Without `facts` it says why there are none. `question` is `questionOf` the gates
 * it was made for, where gates of one kind ask differently; absent: it counts for all of them.
 */
export interface CollectedEvidence {
  readonly kind: EvidenceKind;
  readonly environment?: string;
  readonly question?: string;
  readonly facts?: EvidenceFacts;
  readonly problem?: {
    readonly code: 'no-data' | 'errored';
    readonly message: string;
  };
  readonly observedAt: Timestamp;
  readonly url?: string;
}

/**
 * Asks a system of record. Answers one observation per kind it knows and question asked; a source that is away is an observation with
 * problem `errored`, so that the gate says so. Repeatable, without effects. A rejection counts as `errored` for all kinds.
 */
export interface EvidenceProvider {
  readonly name: string;
  readonly kinds: readonly EvidenceKind[];
  collect(
    request: CollectRequest,
    context: CallContext,
  ): Promise<readonly CollectedEvidence[]>;
}
