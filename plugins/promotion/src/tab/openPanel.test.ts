// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readOpenPanel, writeOpenPanel } from './openPanel';

describe('the open panel in the address', () => {
  it.each([
    ['promotion=p1', { kind: 'promotion', promotionId: 'p1' }],
    ['path=dev..staging', { kind: 'path', from: 'dev', to: 'staging' }],
    ['promote=dev..staging', { kind: 'promote', from: 'dev', to: 'staging' }],
    ['path=dev', undefined],
    ['path=a..b..c', undefined],
    ['', undefined],
  ] as const)('reads %s', (search, panel) => {
    expect(readOpenPanel(new URLSearchParams(search))).toEqual(panel);
  });

  it('keeps what else stands in the address, and only one panel', () => {
    const search = new URLSearchParams('filter=x&promotion=p1');
    const next = writeOpenPanel(search, {
      kind: 'path',
      from: 'dev',
      to: 'staging',
    });
    expect(next.toString()).toBe('filter=x&path=dev..staging');
    expect(writeOpenPanel(next, undefined).toString()).toBe('filter=x');
  });
});
