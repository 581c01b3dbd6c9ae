// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { TransitionRecord } from 'backstage-plugin-promotion-common';
import {
  chainRecord,
  GENESIS_HASH,
  verifyChain,
  type StoredRecord,
} from './recordChain';

function record(sequence: number): TransitionRecord {
  return {
    promotionId: 'p-1',
    sequence,
    at: '2026-09-01T12:00:00.000Z',
    actor: { kind: 'system', ref: 'system' },
    from: 'executing',
    to: 'executing',
    event: { type: 'publish-raced', message: `round ${sequence}` },
    message: `Round ${sequence}.`,
  };
}

function chainOf(length: number): StoredRecord[] {
  const records: StoredRecord[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    records.push(
      chainRecord(record(sequence), records.at(-1)?.hash ?? GENESIS_HASH),
    );
  }
  return records;
}

describe('the chain of records', () => {
  it('is intact as it was written', () => {
    expect(verifyChain(chainOf(4), 4)).toEqual({ kind: 'intact' });
    expect(verifyChain([], 0)).toEqual({ kind: 'intact' });
  });

  it.each<[string, (records: StoredRecord[]) => unknown, number]>([
    [
      'a changed text',
      records =>
        records.splice(1, 1, { ...chainOf(4)[1]!, canonical: '{"x":1}' }),
      2,
    ],
    [
      'a changed field beside the text',
      records => records.splice(2, 1, { ...chainOf(4)[2]!, message: 'Other.' }),
      3,
    ],
    ['a record taken out', records => records.splice(1, 1), 2],
    ['records cut off at the end', records => records.pop(), 4],
    ['records out of order', records => records.reverse(), 1],
    [
      'a record rewritten with a new hash of its own',
      records =>
        records.splice(
          0,
          1,
          chainRecord({ ...record(1), message: 'Other.' }, GENESIS_HASH),
        ),
      2,
    ],
  ])('shows %s', (_, tamper, sequence) => {
    const records = chainOf(4);
    tamper(records);
    expect(verifyChain(records, 4)).toMatchObject({
      kind: 'broken',
      sequence,
    });
  });
});
