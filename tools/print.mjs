// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** One line of progress. */
export function say(message) {
  process.stdout.write(`${message}\n`);
}

/** Something that must not be overlooked. */
export function warn(message) {
  process.stderr.write(`! ${message}\n`);
}

/** Milliseconds as people read them: `0.4 s`, `12 s`, `2 min 05 s`. */
export function formatDuration(durationMs) {
  const seconds = durationMs / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(
    2,
    '0',
  )} s`;
}

/** A refusal with a remedy: printed without a stack trace. */
export class Refusal extends Error {
  name = 'Refusal';
}
