// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotRunHere, runStages } from './stages.mjs';

function stage(name, failure, ran = []) {
  return {
    name,
    run: async () => {
      ran.push(name);
      if (failure) throw failure;
    },
  };
}

test('every stage runs, also after one that failed, and one failure fails the whole', async () => {
  const ran = [];
  const code = await runStages([
    stage('a', undefined, ran),
    stage('b', new Error('broken'), ran),
    stage('c', undefined, ran),
  ]);
  assert.equal(code, 1);
  assert.deepEqual(ran, ['a', 'b', 'c']);
  assert.equal(await runStages([stage('a')]), 0);
});

test('what cannot run for want of a real server is a failure only on CI', async () => {
  const stages = [stage('browser', new NotRunHere('no Chromium'))];
  assert.equal(await runStages(stages), 0);
  assert.equal(await runStages(stages, { ci: true }), 1);
});
