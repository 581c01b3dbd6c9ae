// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ReportLimit } from './ReportLimit';

describe('ReportLimit', () => {
  const send = (limit: ReportLimit, caller: string, count: number, ms = 0) => {
    for (let sent = 0; sent < count; sent += 1) limit.count(caller, ms);
  };

  it('takes a burst, then so many a minute, of each caller for itself', () => {
    const limit = new ReportLimit();
    send(limit, 'external:ci', 1_000);
    expect(() => limit.count('external:ci', 0)).toThrow(
      /external:ci has sent more than 300 reports a minute/,
    );
    send(limit, 'external:other', 1_000);
    send(limit, 'external:ci', 300, 60_000);
    expect(() => limit.count('external:ci', 60_000)).toThrow(/more than 300/);
  });

  it('forgets a silent caller, and nobody is better off by that', () => {
    const limit = new ReportLimit();
    send(limit, 'external:ci', 1_000);
    for (let caller = 0; caller < 10_001; caller += 1) {
      limit.count(`user:default/u${caller}`, 1_000);
    }
    expect(() => limit.count('external:ci', 1_000)).not.toThrow();
    expect(() => send(limit, 'external:ci', 1_000, 1_000)).toThrow();
  });
});
