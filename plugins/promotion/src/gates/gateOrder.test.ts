// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { gate } from '../__testUtils__/gateFixtures';
import { countGates, orderGates } from './gateOrder';

const gates = [
  gate({ gateId: 'tests', status: 'passed' }),
  gate({ gateId: 'coverage', status: 'no-data' }),
  gate({ gateId: 'quality', status: 'failed', mode: 'warn' }),
  gate({ gateId: 'vulnerabilities', status: 'failed' }),
  gate({ gateId: 'alerts', status: 'passed' }),
  gate({ gateId: 'trial', status: 'failed', mode: 'observe' }),
];

describe('orderGates', () => {
  it('puts what blocks first, worst on top, then warnings, then what passed, and leaves observed gates out', () => {
    expect(orderGates(gates).map(each => each.gateId)).toEqual([
      'vulnerabilities',
      'coverage',
      'quality',
      'tests',
      'alerts',
    ]);
  });
});

describe('countGates', () => {
  it('counts warnings as not passed but not as blocking', () => {
    expect(countGates(gates)).toEqual({ passed: 2, blocking: 2, total: 5 });
  });
});
