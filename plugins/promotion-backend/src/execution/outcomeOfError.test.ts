// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  SourceUnreachableError,
  TerminalError,
} from 'backstage-plugin-promotion-node';
import { afterStart, START, storedPromotion } from '../tests/storedPromotion';
import { delayAfterError, delayDuringOutage } from './delays';
import { outcomeOfError } from './outcomeOfError';

describe('An error', () => {
  it.each([
    [
      'no answer from git is an outage of the repository',
      { error: new SourceUnreachableError('503'), action: 'publish' as const },
      {
        events: [
          { type: 'source-unreachable', source: 'repository', message: '503' },
        ],
        retryAfterMs: 2_000,
      },
    ],
    [
      'a source that says when to come back is taken at its word',
      {
        error: new SourceUnreachableError('429', undefined, {
          retryAfterMs: 42_000,
        }),
        action: 'observe' as const,
      },
      {
        events: [
          { type: 'source-unreachable', source: 'application', message: '429' },
        ],
        retryAfterMs: 42_000,
      },
    ],
    [
      'an answer that repeating cannot change is final',
      { error: new TerminalError('protected'), action: 'publish' as const },
      {
        events: [{ type: 'attempt-failed', message: 'protected', final: true }],
        retryAfterMs: 2_000,
      },
    ],
    [
      'anything else is tried again',
      { error: new TypeError('x is undefined'), action: 'prepare' as const },
      {
        events: [
          { type: 'attempt-failed', message: 'x is undefined', final: false },
        ],
        retryAfterMs: 2_000,
      },
    ],
    [
      'a call whose time ran out gave no answer',
      {
        error: new Error('There was no answer within 30 s.'),
        action: 'observe' as const,
        timedOut: true,
      },
      {
        events: [
          {
            type: 'source-unreachable',
            source: 'application',
            message: 'There was no answer within 30 s.',
          },
        ],
        retryAfterMs: 2_000,
      },
    ],
  ])('%s', (_, error, outcome) => {
    expect(
      outcomeOfError(storedPromotion(), {
        timedOut: false,
        now: START,
        ...error,
      }),
    ).toEqual(outcome);
  });

  it('is waited for longer each time, up to a minute', () => {
    expect([1, 2, 3, 6, 50].map(delayAfterError)).toEqual([
      2_000, 4_000, 8_000, 60_000, 60_000,
    ]);
    const away = { outageSince: START };
    expect(delayDuringOutage({}, START)).toBe(2_000);
    expect(delayDuringOutage(away, afterStart(30))).toBe(15_000);
    expect(delayDuringOutage(away, afterStart(9_999))).toBe(60_000);
  });
});
