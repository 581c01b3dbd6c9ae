// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Calls `stop(reason)` once when this process is asked to end: by a signal, or because the npm or yarn that started it
 * has gone (a shell between them does not pass signals on).
 */
export function onInterruption(stop) {
  let called = false;
  const once = reason => {
    if (called) return;
    called = true;
    stop(reason);
  };
  for (const signal of signals) process.on(signal, () => once(signal));

  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) once('the end of the process that started it');
  }, 1000).unref();
}
