// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Measure } from 'backstage-plugin-promotion-common';

/** What a figure is held against, after the figure: `needs ≥ 80 %`. Empty where the figure already says it: `412 passed, 0 failed`. */
export function limitText({ value, limit, status }: Measure): string {
  const isSaid = status === 'passed' && value?.endsWith(limit) === true;
  return isSaid ? '' : `needs ${limit}`;
}
