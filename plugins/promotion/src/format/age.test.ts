// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatAge, formatMoment, formatSpan } from './age';

const now = Date.parse('2026-11-23T12:00:00Z');

describe('formatAge', () => {
  it.each([
    ['2026-11-23T11:59:58Z', 'just now'],
    ['2026-11-23T11:59:18Z', '42 s ago'],
    ['2026-11-23T11:01:00Z', '59 min ago'],
    ['2026-11-23T09:00:00Z', '3 h ago'],
    ['2026-11-21T13:00:00Z', '47 h ago'],
    ['2026-11-21T11:00:00Z', '2 d ago'],
    ['2026-11-23T12:20:00Z', 'in 20 min'],
    ['2026-11-23T12:00:03Z', 'just now'],
    ['not a time', 'not a time'],
  ])('says of %s: %s', (at, expected) => {
    expect(formatAge(at, now)).toBe(expected);
  });
});

describe('formatSpan', () => {
  it('never goes below nothing', () => {
    expect(formatSpan(-5)).toBe('0 s');
  });
});

describe('formatMoment', () => {
  it('names the day and passes on what is no moment', () => {
    expect(formatMoment('2026-11-23T12:00:00Z')).toContain('2026');
    expect(formatMoment('soon')).toBe('soon');
  });
});
