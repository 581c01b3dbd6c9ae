// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion, Timestamp } from 'backstage-plugin-promotion-common';
import type { ActionContext, ActionOutcome } from './Action';
import { actions, type ActionKind } from './actions';
import { outcomeOfError } from './outcomeOfError';

/** An action, and how long its calls may take. */
export interface ActionRun {
  readonly kind: ActionKind;
  readonly timeoutMs: number;
  /** Aborts when the worker stops. */
  readonly stopSignal: AbortSignal;
  readonly now: Timestamp;
}

/** What `runAction` answers: the outcome, and the error behind it for the log, when there was one. */
export interface ActionAnswer extends ActionOutcome {
  readonly error?: unknown;
}

/** Runs an action under its time limit and turns whatever comes of it into events. Never rejects. */
export async function runAction(
  promotion: Promotion,
  run: ActionRun,
  ports: Omit<ActionContext, 'signal' | 'now'>,
): Promise<ActionAnswer> {
  const timeout = new AbortController();
  const timer = setTimeout(
    () =>
      timeout.abort(
        new Error(`There was no answer within ${run.timeoutMs / 1000} s.`),
      ),
    run.timeoutMs,
  );
  const signal = AbortSignal.any([timeout.signal, run.stopSignal]);
  try {
    return await withAbort(
      actions[run.kind](promotion, { ...ports, now: run.now, signal }),
      signal,
    );
  } catch (error) {
    const known = {
      error,
      action: run.kind,
      timedOut: signal.aborted,
      now: run.now,
    };
    return { ...outcomeOfError(promotion, known), error };
  } finally {
    clearTimeout(timer);
  }
}

/** An adapter that overlooks the signal must not hold the worker: what it answers later is not listened to. */
async function withAbort<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([call, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    call.catch(() => {});
  }
}
