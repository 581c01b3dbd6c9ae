// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeNode, judgeYarn } from './hostToolchain.mjs';

test('Node is used as it is when it is 22 from 22.12, or 24 before 24.19', () => {
  const verdicts = Object.fromEntries(
    [
      'v20.20.2',
      'v22.11.0',
      'v22.12.0',
      'v22.23.2',
      'v23.1.0',
      'v24.0.0',
      'v24.18.9',
      'v24.19.0',
      'v26.0.0',
    ].map(version => [version, judgeNode(version).fits]),
  );
  assert.deepEqual(verdicts, {
    'v20.20.2': false,
    'v22.11.0': false,
    'v22.12.0': true,
    'v22.23.2': true,
    'v23.1.0': false,
    'v24.0.0': true,
    'v24.18.9': true,
    'v24.19.0': false,
    'v26.0.0': false,
  });
});

test('a Node that would abort is refused with the reason', () => {
  assert.match(judgeNode('v24.19.0').reason, /aborts with better-sqlite3 12/);
});

test('only yarn 4 from 4.13 fits', () => {
  assert.equal(judgeYarn('4.13.0').fits, true);
  assert.equal(judgeYarn('4.18.1').fits, true);
  for (const version of [undefined, '1.22.22', '4.9.2', '5.0.0']) {
    const verdict = judgeYarn(version);
    assert.equal(verdict.fits, false);
    assert.ok(verdict.reason);
  }
});
