// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { awaitingApproval, blocked, ready } from '../__testUtils__/situations';
import { componentView, path } from '../__testUtils__/viewFixtures';
import { headlineTone, helpersOf } from './headlineTone';

describe('headlineTone', () => {
  it.each([
    ['a release that may move', ready().view, 'positive'],
    ['a release that may not', blocked('sam').view, 'negative'],
    ['a promotion under way', awaitingApproval('sam').view, 'info'],
    ['nothing to move', componentView({ name: 'quiet' }), 'neutral'],
    [
      'a sentence about the whole component',
      componentView({
        name: 'mixed',
        headline: 'Two paths are open.',
        paths: [path('dev', 'staging', { status: 'unknown' })],
      }),
      'warning',
    ],
  ] as const)('fits %s', (_, view, tone) => {
    expect(headlineTone(view)).toBe(tone);
  });
});

describe('helpersOf', () => {
  it('collects those who can remove obstacles, each once, and nobody for what passes', () => {
    expect(
      helpersOf({
        code: 'all',
        tone: 'blocks',
        message: '',
        helpers: ['sre'],
        children: [
          { code: 'a', tone: 'passes', message: '', helpers: ['nobody'] },
          { code: 'b', tone: 'waits', message: '', helpers: ['qa', 'sre'] },
        ],
      }),
    ).toEqual(['sre', 'qa']);
  });

  it.each([
    ['gates', 'approvals', ['owner']],
    ['unsatisfiable', 'unsatisfiable', ['owner']],
    ['needs-approval', 'approvals', ['owner', 'sam']],
  ])(
    'names approvers only where their word is what is missing: %s',
    (code, approvals, helpers) => {
      expect(
        helpersOf({
          code,
          tone: 'blocks',
          message: '',
          helpers: ['owner'],
          children: [
            { code: approvals, tone: 'blocks', message: '', helpers: ['sam'] },
          ],
        }),
      ).toEqual(helpers);
    },
  );
});
