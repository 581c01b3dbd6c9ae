// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatDuration, say, warn } from './print.mjs';

/** Thrown by a stage that cannot run here for want of a real server. A failure where `CI=true`, else said loudly. */
export class NotRunHere extends Error {
  name = 'NotRunHere';
}

/**
 * Runs `stages` (`{ name, run }`, where `run` resolves when the stage passed and throws when it failed) one after the
 * other, all of them, printing each one's verdict and duration and the counts at the end.
 * Answers with the exit code: 0 only when no stage failed. `ci` says that nothing may be left out.
 */
export async function runStages(stages, { ci = false } = {}) {
  const results = [];
  for (const { name, run } of stages) {
    say(`\n=== ${name} ===`);
    const startedAt = Date.now();
    const { verdict, reason } = await verdictOf(run, ci);
    const took = formatDuration(Date.now() - startedAt);
    results.push({ name, verdict, took });
    if (verdict === 'passed') say(`=== ${name}: passed in ${took}`);
    else warn(`${name}: ${verdict.toUpperCase()} after ${took}: ${reason}`);
  }

  const count = verdict => results.filter(r => r.verdict === verdict).length;
  say('');
  for (const { name, verdict, took } of results) {
    const shown = verdict === 'passed' ? verdict : verdict.toUpperCase();
    say(`${shown.padEnd(8)} ${name} (${took})`);
  }
  const notRun = count('not run') > 0 ? `, ${count('not run')} NOT RUN` : '';
  say(`${count('passed')} passed, ${count('failed')} failed${notRun}`);
  return count('failed') === 0 ? 0 : 1;
}

async function verdictOf(run, ci) {
  try {
    await run();
    return { verdict: 'passed' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const notRun = error instanceof NotRunHere && !ci;
    return { verdict: notRun ? 'not run' : 'failed', reason };
  }
}
