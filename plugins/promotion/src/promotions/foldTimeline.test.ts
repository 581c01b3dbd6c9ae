// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { TimelineEntry } from 'backstage-plugin-promotion-common';
import { foldTimeline } from './foldTimeline';

const entry = (
  sequence: number,
  message: string,
  change: Partial<TimelineEntry> = {},
): TimelineEntry => ({
  sequence,
  at: `2026-11-23T12:00:0${sequence}.000Z`,
  actor: { kind: 'system', ref: 'system' },
  event: 'observed',
  from: 'executing',
  to: 'executing',
  message,
  hash: `sha256:${String(sequence).repeat(64)}`,
  ...change,
});

const told = (entries: readonly TimelineEntry[]) =>
  foldTimeline(entries).map(({ entry: { message, sequence }, count }) => [
    sequence,
    message,
    count,
  ]);

describe('the history', () => {
  it('is newest first, and what was only repeated is one line', () => {
    const lines = foldTimeline([
      entry(1, 'asked', { from: 'queued' }),
      entry(2, 'waiting'),
      entry(3, 'waiting'),
      entry(4, 'live'),
    ]);
    expect(lines.map(({ entry: { sequence } }) => sequence)).toEqual([4, 3, 1]);
    expect(lines[1]).toMatchObject({
      count: 2,
      since: '2026-11-23T12:00:02.000Z',
    });
  });

  it('folds nothing that changed the state, came in between or was done by another', () => {
    const sam = { kind: 'user' as const, ref: 'user:default/sam' };
    expect(
      told([
        entry(1, 'waiting', { from: 'queued' }),
        entry(2, 'waiting', { to: 'validating' }),
        entry(3, 'live'),
        entry(4, 'waiting'),
        entry(5, 'waiting', { actor: sam }),
      ]),
    ).toEqual([
      [5, 'waiting', 1],
      [4, 'waiting', 1],
      [3, 'live', 1],
      [2, 'waiting', 1],
      [1, 'waiting', 1],
    ]);
  });
});
