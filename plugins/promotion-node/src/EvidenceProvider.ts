// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentName,
  EnvironmentState,
  EvidenceFacts,
  EvidenceKind,
  EvidencePart,
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
  /** The path whose gates ask; the environment is one of its ends. */
  readonly path: {
    readonly from: EnvironmentName;
    readonly to: EnvironmentName;
  };
  /** The other environments of the component, as far as they are configured. */
  readonly others: readonly ResolvedEnvironment[];
  readonly state: EnvironmentState;
  /** The gates of the path that are judged on this environment. */
  readonly gates: readonly GateRules[];
  readonly now: Timestamp;
}

/**
 * One observation, before it is recorded. `subject` is what the facts are about: the release of the request, or its
 * environment; gates of the kind read no other. `part` is what they cover of the kind, `image` the image of the release
 * they are about, by its name there; absent: all of it. Without `facts` it says in `problem` why there are none.
 * `question` is `questionOf` the gates it was made for, where gates of one kind ask differently; absent: it counts for all
 * of them.
 */
export interface CollectedEvidence {
  readonly kind: EvidenceKind;
  readonly subject: 'release' | 'environment';
  readonly part?: EvidencePart;
  readonly image?: string;
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
