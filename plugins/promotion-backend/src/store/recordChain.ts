// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { TransitionRecord } from 'backstage-plugin-promotion-common/lifecycle';
import {
  canonicalJson,
  contentHash,
  type ContentHash,
} from 'backstage-plugin-promotion-common/model';

/** A record as stored: chained over its canonical text. */
export interface StoredRecord extends TransitionRecord {
  readonly canonical: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** What the first record of every promotion is chained to. */
export const GENESIS_HASH: ContentHash = `sha256:${'0'.repeat(64)}`;

/** Where a chain ends: how many records it has, and the hash of the newest. It changes with every record. */
export interface ChainHead {
  readonly length: number;
  readonly hash: string;
}

/** Whether a chain holds, and how long it must be; where it does not, why. */
export type ChainVerdict =
  | ({ readonly kind: 'intact' } & ChainHead)
  | ({
      readonly kind: 'broken';
      /** The first record that cannot be trusted. */
      readonly sequence: number;
      readonly message: string;
    } & ChainHead);

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
 * Whether records are complete, in order and as they were written, oldest first, up to the `head` that is kept elsewhere:
 * beside the promotion, or in the message of its commit. Without it records cut off at the end would not be missed.
 */
export function verifyChain(
  records: readonly StoredRecord[],
  head: ChainHead,
): ChainVerdict {
  let previousHash: string = GENESIS_HASH;
  const broken = (sequence: number, message: string): ChainVerdict => ({
    kind: 'broken',
    ...head,
    sequence,
    message,
  });
  for (const [index, record] of records.entries()) {
    const problem = problemOf(record, index + 1, previousHash);
    if (problem) return broken(index + 1, problem);
    previousHash = record.hash;
  }
  if (records.length !== head.length) {
    return broken(
      Math.min(records.length, head.length) + 1,
      `The promotion has ${head.length} records, but ${records.length} are stored.`,
    );
  }
  if (previousHash !== head.hash) {
    return broken(
      records.length,
      `Record ${records.length} is not the one that the promotion ends with.`,
    );
  }
  return { kind: 'intact', ...head };
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
