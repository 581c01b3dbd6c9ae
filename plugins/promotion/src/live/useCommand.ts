// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useCallback, useRef, useState } from 'react';
import { failureOf, type Failure } from '../api/failureOf';

/** A command to the backend and what to do with its answer. */
export interface CommandCall<T> {
  readonly call: () => Promise<T>;
  readonly onDone?: (answer: T) => void;
  /** Gets the caught error, for what the answer carries beside its message. */
  readonly onFailed?: (error: unknown) => void;
}

/** A command on its way: whether it runs, and why the last one did not do what was wished. */
export interface CommandRun {
  readonly running: boolean;
  readonly failure?: Failure;
  /** One at a time: a second call while one runs is ignored. */
  readonly run: <T>(command: CommandCall<T>) => Promise<void>;
  readonly dismiss: () => void;
}

/** Gives commands and keeps what came of the last one. */
export function useCommand(): CommandRun {
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const busy = useRef(false);
  const run = useCallback(async <T>(command: CommandCall<T>) => {
    if (busy.current) return;
    busy.current = true;
    setRunning(true);
    setFailure(undefined);
    try {
      const answer = await command.call();
      command.onDone?.(answer);
    } catch (error) {
      setFailure(failureOf(error));
      command.onFailed?.(error);
    } finally {
      busy.current = false;
      setRunning(false);
    }
  }, []);
  const dismiss = useCallback(() => setFailure(undefined), []);
  return { running, ...(failure && { failure }), run, dismiss };
}
