// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatMoment } from './formatMoment';

describe('a moment in a sentence', () => {
  it.each([
    ['2026-03-02T11:00:00.000Z', '2 March at 11:00 UTC'],
    ['2026-03-02T11:00:00.001Z', '2 March at 11:01 UTC'],
    ['2026-12-31T23:59:01Z', '1 January at 00:00 UTC'],
    ['2026-03-02T11:00:00+02:00', '2 March at 09:00 UTC'],
  ])('is %s as %s', (at, words) => {
    expect(formatMoment(at)).toBe(words);
  });
});
