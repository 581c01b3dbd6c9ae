// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 250;

/**
 * Resolves when `url` answers with a status below 400. Rejects when `timeoutMs` passes first, naming the last answer,
 * or when `signal` is aborted.
 */
export async function waitUntilAnswers(url, { timeoutMs, signal }) {
  const deadline = Date.now() + timeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    try {
      const response = await fetch(url, {
        signal: AbortSignal.timeout(10_000),
        headers: { accept: 'text/html,application/json' },
      });
      await response.arrayBuffer();
      if (response.status < 400) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = error.cause?.code ?? error.message;
    }
    await delay(pollMs, undefined, { signal });
  }
  throw new Error(`${url} did not answer in time (last: ${last})`);
}
