// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { TransitionRecord } from 'backstage-plugin-promotion-common/lifecycle';
import {
  chainRecord,
  GENESIS_HASH,
  verifyChain,
  type ChainHead,
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

function headOf(length: number): ChainHead {
  return { length, hash: chainOf(length).at(-1)?.hash ?? GENESIS_HASH };
}

describe('the chain of records', () => {
  it('is intact as it was written', () => {
    expect(verifyChain(chainOf(4), headOf(4))).toEqual({
      kind: 'intact',
      ...headOf(4),
    });
    expect(verifyChain([], headOf(0)).kind).toBe('intact');
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
    [
      'a whole chain written anew with the same length',
      records =>
        records.splice(
          3,
          1,
          chainRecord({ ...record(4), message: 'Other.' }, records[2]!.hash),
        ),
      4,
    ],
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
    expect(verifyChain(records, headOf(4))).toMatchObject({
      kind: 'broken',
      sequence,
    });
  });
});
