// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateStatus } from 'backstage-plugin-promotion-common';
import { limitText } from './limitText';

describe('the limit of a figure', () => {
  it.each<[string | undefined, string, GateStatus, string]>([
    ['78 %', '≥ 80 %', 'failed', 'needs ≥ 80 %'],
    ['91.2 %', '≥ 80 %', 'passed', 'needs ≥ 80 %'],
    ['412 passed, 0 failed', '0 failed', 'passed', ''],
    ['2 failed', '0 failed', 'failed', 'needs 0 failed'],
    ['0', '≤ 0', 'passed', ''],
    ['1', '≤ 0', 'failed', 'needs 0'],
    ['3', '≤ 5', 'passed', 'needs ≤ 5'],
    [undefined, '0 failed', 'no-data', ''],
  ])('%s against %s, which %s, reads "%s"', (value, limit, status, words) => {
    expect(
      limitText({
        label: 'x',
        limit,
        status,
        ...(value !== undefined && { value }),
      }),
    ).toBe(words);
  });
});
