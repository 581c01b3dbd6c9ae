// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  canonicalJson,
  contentHash,
  type ContentHash,
  type TransitionRecord,
} from 'backstage-plugin-promotion-common';

/** A record as stored: chained over its canonical text. */
export interface StoredRecord extends TransitionRecord {
  readonly canonical: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** What the first record of every promotion is chained to. */
export const GENESIS_HASH: ContentHash = `sha256:${'0'.repeat(64)}`;

/** Where a chain does not hold, and why. `sequence` is that of the first record that cannot be trusted. */
export type ChainVerdict =
  | { readonly kind: 'intact' }
  | {
      readonly kind: 'broken';
      readonly sequence: number;
      readonly message: string;
    };

/** Chains a record to the hash before it: the hash covers that hash and the record's canonical text. */
export function chainRecord(
  record: TransitionRecord,
  previousHash: string,
): StoredRecord {
  const canonical = canonicalJson(record);
  return {
    ...record,
    canonical,
    previousHash,
    hash: contentHash({ previousHash, canonical }),
  };
}

/**
 * Whether records are complete, in order and as they were written, oldest first. `version` is the promotion's, so that
 * records cut off at the end are missed too; absent: not checked.
 */
export function verifyChain(
  records: readonly StoredRecord[],
  version?: number,
): ChainVerdict {
  let previousHash: string = GENESIS_HASH;
  for (const [index, record] of records.entries()) {
    const problem = problemOf(record, index + 1, previousHash);
    if (problem) {
      return { kind: 'broken', sequence: index + 1, message: problem };
    }
    previousHash = record.hash;
  }
  if (version !== undefined && records.length !== version) {
    return {
      kind: 'broken',
      sequence: records.length + 1,
      message: `There are ${records.length} records, but the promotion is at version ${version}.`,
    };
  }
  return { kind: 'intact' };
}

function problemOf(
  record: StoredRecord,
  sequence: number,
  previousHash: string,
): string | undefined {
  if (record.sequence !== sequence) {
    return `Record ${sequence} is missing; record ${record.sequence} stands in its place.`;
  }
  if (record.previousHash !== previousHash) {
    return `Record ${sequence} is not chained to the one before it.`;
  }
  const { canonical, previousHash: _, hash, ...content } = record;
  if (contentHash({ previousHash, canonical }) !== hash) {
    return `The text of record ${sequence} is not the one that was hashed.`;
  }
  if (canonicalJson(content) !== canonical) {
    return `Record ${sequence} does not say what its text says.`;
  }
  return undefined;
}
