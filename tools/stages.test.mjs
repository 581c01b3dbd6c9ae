// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runStages } from './stages.mjs';

test('every stage runs, also after one that failed, and one failure fails the whole', async () => {
  const ran = [];
  const stage = (name, failure) => ({
    name,
    run: async () => {
      ran.push(name);
      if (failure) throw new Error(failure);
    },
  });
  assert.equal(
    await runStages([stage('a'), stage('b', 'broken'), stage('c')]),
    1,
  );
  assert.deepEqual(ran, ['a', 'b', 'c']);
  assert.equal(await runStages([stage('a')]), 0);
});
