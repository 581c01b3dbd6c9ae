// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** A version of a document that was in force, since `loadedAt` the last time. */
export interface RulesRevision {
  readonly name: string;
  readonly revision: string;
  readonly origin: string;
  readonly loadedAt: string;
  readonly text: string;
}

/** Keeps every version of the rules that was ever in force. */
export interface RulesRevisionStore {
  /** Keeps a version as the one in force; one that is kept already is in force again. */
  save(revision: RulesRevision): Promise<void>;
  /** The version of a document that came into force last. */
  newest(name: string): Promise<RulesRevision | undefined>;
}
