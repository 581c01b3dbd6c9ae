// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatDuration, say, warn } from './print.mjs';

/**
 * Runs `stages` (`{ name, run }`, where `run` resolves when the stage passed and throws when it failed) one after the
 * other, all of them, printing each one's verdict and duration and the counts at the end.
 * Answers with the exit code: 0 only when every stage passed.
 */
export async function runStages(stages) {
  const results = [];
  for (const { name, run } of stages) {
    say(`\n=== ${name} ===`);
    const startedAt = Date.now();
    let failure;
    try {
      await run();
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    const took = formatDuration(Date.now() - startedAt);
    results.push({ name, failure, took });
    if (failure === undefined) say(`=== ${name}: passed in ${took}`);
    else warn(`${name}: failed after ${took}: ${failure}`);
  }

  const failed = results.filter(({ failure }) => failure !== undefined);
  say('');
  for (const { name, failure, took } of results) {
    say(`${failure === undefined ? 'passed' : 'FAILED'}  ${name} (${took})`);
  }
  say(`${results.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}
