// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { DatabaseClock } from '../DatabaseClock';
import { testDatabases } from './testDatabases';

const databases = testDatabases();

it.each([...databases.ids])(
  'The clock of %s says the time in UTC with milliseconds',
  async id => {
    const clock = new DatabaseClock(await databases.empty(id));
    const now = await clock.now();
    expect(new Date(now).toISOString()).toBe(now);
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(60_000);
  },
);
