// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';

const UNIT_MS = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
} as const;

/** How a duration is written. */
export const DURATION_PATTERN = /^[1-9]\d{0,5}[smhd]$/;
/** How a percentage is written. */
export const PERCENTAGE_PATTERN = /^(100(\.0+)?|\d{1,2}(\.\d{1,6})?)%$/;

/** A duration as people write it in rules, `30s`, `10m`, `24h` or `30d`; parsed to milliseconds. */
export const durationSchema = z
  .string()
  .regex(
    DURATION_PATTERN,
    'a duration is a whole number and a unit, such as 30s, 10m, 24h or 30d',
  )
  .transform(text => {
    const unit = text.slice(-1) as keyof typeof UNIT_MS;
    return Number(text.slice(0, -1)) * UNIT_MS[unit];
  })
  .describe('A duration: 30s, 10m, 24h, 30d');

/** A percentage as people write it in rules, `99.5%`; parsed to the exact decimal text `99.5`. */
export const percentageSchema = z
  .string()
  .regex(
    PERCENTAGE_PATTERN,
    'a percentage is a number from 0 to 100 with a percent sign, such as 99.5%',
  )
  .transform(text => text.slice(0, -1))
  .describe('A percentage: 99.5%');
