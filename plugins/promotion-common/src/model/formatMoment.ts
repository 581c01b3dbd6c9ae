// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { millisOf } from './moment';
import type { Timestamp } from './scalars';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/**
 * A moment inside a sentence: `2 March at 11:00 UTC`. To the minute, rounded up, so that what is promised for then is
 * true then; without the year, since sentences are about now.
 */
export function formatMoment(at: Timestamp): string {
  const minute = 60_000;
  const moment = new Date(Math.ceil(millisOf(at) / minute) * minute);
  const time = moment.toISOString().slice(11, 16);
  return `${moment.getUTCDate()} ${
    MONTHS[moment.getUTCMonth()] ?? ''
  } at ${time} UTC`;
}
