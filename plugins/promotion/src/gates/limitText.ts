// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Measure } from 'backstage-plugin-promotion-common';

/**
 * What a figure is held against, after the figure: `needs ≥ 80 %`. Empty where there is no figure, or where it already
 * says so: `412 passed, 0 failed`.
 */
export function limitText({ value, limit, status }: Measure): string {
  if (value === undefined) return '';
  // Nothing counted here goes below zero.
  const needed = limit === '≤ 0' ? '0' : limit;
  const words = ` ${value}`;
  const isSaid = status === 'passed' && words.endsWith(` ${needed}`);
  return isSaid ? '' : `needs ${needed}`;
}
