// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { evidenceIdOf, evidenceSeriesOf } from './evidenceIdentity';

const budget = {
  kind: 'error-budget',
  subject: {
    type: 'environment',
    componentRef: 'component:default/checkout',
    environment: 'staging',
  },
  problem: { code: 'errored', message: 'it is away.' },
  observedAt: '2026-05-20T12:00:00.000Z',
  producer: 'prometheus',
} as const;

describe('observations made for different questions', () => {
  it('are two, and neither takes the place of the other', () => {
    const strict = { ...budget, question: '99.9 % over 1 ms' };
    const lax = { ...budget, question: '99 % over 1 ms' };
    expect(evidenceIdOf(strict)).not.toBe(evidenceIdOf(lax));
    expect(evidenceSeriesOf(strict)).not.toBe(evidenceSeriesOf(lax));
    expect(evidenceSeriesOf(strict)).not.toBe(evidenceSeriesOf(budget));
  });
});
