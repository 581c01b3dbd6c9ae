// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** A version of a document that was in force. */
export interface RulesRevision {
  readonly name: string;
  readonly revision: string;
  readonly origin: string;
  readonly loadedAt: string;
  readonly text: string;
}

/** Keeps every version of the rules that was ever in force. */
export interface RulesRevisionStore {
  /** Keeps a version; one that is kept already stays as it is. */
  save(revision: RulesRevision): Promise<void>;
  /** The version of a document loaded last. */
  newest(name: string): Promise<RulesRevision | undefined>;
}
