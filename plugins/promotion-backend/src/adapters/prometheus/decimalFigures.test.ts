// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import {
  consumedBudget,
  isNothing,
  readSampleValue,
  roundFigure,
} from './decimalFigures';

describe('a sample value of Prometheus', () => {
  it.each([
    ['0', '0'],
    ['1234.5', '1234.5'],
    ['99.99999999999999', '99.99999999999999'],
    ['1e+06', '1000000'],
    ['1.5e-07', '0.00000015'],
    ['-3.25', '-3.25'],
    ['1.2345e+02', '123.45'],
  ])('%s is the number %s', (text, value) => {
    expect(readSampleValue(text)).toEqual({ kind: 'number', value });
  });

  it.each([
    ['NaN', 'not-a-number'],
    ['', 'not-a-number'],
    ['ten', 'not-a-number'],
    ['+Inf', 'infinite'],
    ['-Inf', 'infinite'],
    ['Inf', 'infinite'],
  ])('%s is %s, never a figure', (text, kind) => {
    expect(readSampleValue(text)).toEqual({ kind });
  });

  it('keeps what JavaScript prints of any number', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        number => {
          const read = readSampleValue(String(number));
          expect(read.kind === 'number' && Number(read.value)).toBe(
            number === 0 ? 0 : number,
          );
        },
      ),
    );
  });
});

describe('figures', () => {
  it('are rounded so that doubt counts against passing', () => {
    expect(roundFigure('99.9999999', 'down')).toBe('99.999999');
    expect(roundFigure('0.0000001', 'up')).toBe('0.000001');
    expect(roundFigure('-2', 'up')).toBe('0');
    expect(roundFigure('5.500000', 'up')).toBe('5.5');
  });

  it('tell nothing from a little', () => {
    expect(isNothing('0.000')).toBe(true);
    expect(isNothing('0.0000000001')).toBe(false);
  });
});

describe('a consumed error budget', () => {
  it.each([
    ['1000', '1', '99.9', '100'],
    ['100000', '50', '99.9', '50'],
    ['100000', '0', '99.9', '0'],
    ['3', '1', '99', '3333.333334'],
    ['200', '3', '99', '150'],
  ])(
    'of %s requests with %s failures against %s %% is %s %%',
    (requests, failures, objective, consumed) => {
      expect(consumedBudget({ requests, failures, objective })).toBe(consumed);
    },
  );

  it('is not to be had where the objective allows no failure', () => {
    expect(
      consumedBudget({ requests: '10', failures: '0', objective: '100' }),
    ).toBeUndefined();
  });

  it('never shrinks when more fails', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.nat(1e6),
        fc.nat(1e6),
        (requests, failures, more) => {
          const consumed = (count: number) =>
            Number(
              consumedBudget({
                requests: String(requests),
                failures: String(count),
                objective: '99.5',
              }),
            );
          expect(consumed(failures + more)).toBeGreaterThanOrEqual(
            consumed(failures),
          );
        },
      ),
    );
  });
});
