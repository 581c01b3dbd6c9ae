// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'fs';
import { resolve } from 'path';
import { eventTypes } from '../lifecycle/events';
import { invariants } from './invariants';
import { renderLifecycleDoc } from './renderLifecycleDoc';
import { promotionStates } from '../lifecycle/states';

const PACKAGE = resolve(__dirname, '../..');

describe('docs/lifecycle.md', () => {
  const doc = renderLifecycleDoc();

  it('names every state and every event', () => {
    for (const word of [...promotionStates, ...eventTypes]) {
      expect(doc).toContain(`| \`${word}\` |`);
    }
  });

  it('is what the table says now; else run the generate script of this package', () => {
    const file = readFileSync(
      resolve(PACKAGE, '../../docs/lifecycle.md'),
      'utf8',
    );
    // Prettier lays the file out anew; what it says must be the same.
    const words = (text: string) => text.replace(/[-|\s*_\\]+/g, '');
    expect(words(file)).toBe(words(doc));
  });

  it.each(
    invariants.flatMap(({ number, tests }) =>
      tests.map(test => [number, test] as const),
    ),
  )('names for invariant %i a test that is there: %s', (_, test) => {
    const [, file = '', title = ''] = /^`(.+?)`(?:: "(.+)")?$/.exec(test) ?? [];
    expect(readFileSync(resolve(PACKAGE, file), 'utf8')).toContain(title);
  });
});
