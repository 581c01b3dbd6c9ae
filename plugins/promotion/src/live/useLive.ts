// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useCallback, useEffect, useRef, useState } from 'react';
import { failureOf, type Failure } from '../api/failureOf';

/**
 * What is known of something that is followed: nothing yet; a value, with the `failure` of the last attempt to renew
 * it if that failed (old facts stay on the screen); or only a failure.
 */
export type Live<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'loaded'; readonly value: T; readonly failure?: Failure }
  | { readonly status: 'failed'; readonly failure: Failure };

/** How something is followed. */
export interface LiveOptions<T> {
  /** Names the thing. Another key forgets the old value. */
  readonly key: string;
  readonly load: (signal: AbortSignal) => Promise<T>;
  /** How long to wait before asking again; the value says itself how soon that is worth it. */
  readonly refreshAfterMs: (value: T) => number;
}

interface Keyed<T> {
  readonly key: string;
  readonly live: Live<T>;
}

const shortestPauseMs = 1000;
const pauseAfterFailureMs = 10_000;

/**
 * Follows something: asks, shows, asks again. Pauses while the page is hidden and catches up when it is seen again.
 * `reload` asks at once; `put` takes an answer that came another way, such as that of a command.
 */
export function useLive<T>(options: LiveOptions<T>): {
  readonly live: Live<T>;
  readonly reload: () => void;
  readonly put: (value: T) => void;
} {
  const { key } = options;
  const latest = useRef(options);
  latest.current = options;
  const [state, setState] = useState<Keyed<T>>({
    key,
    live: { status: 'loading' },
  });
  const put = useCallback(
    (value: T) => setState({ key, live: { status: 'loaded', value } }),
    [key],
  );
  const ask = useRef<() => void>(() => {});

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running: AbortController | undefined;
    const again = (pauseMs: number) => {
      clearTimeout(timer);
      timer = setTimeout(askNow, Math.max(shortestPauseMs, pauseMs));
    };
    const askNow = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      running?.abort();
      const mine = new AbortController();
      running = mine;
      try {
        const value = await latest.current.load(mine.signal);
        if (mine.signal.aborted) return;
        put(value);
        again(latest.current.refreshAfterMs(value));
      } catch (error) {
        if (mine.signal.aborted) return;
        const failure = failureOf(error);
        setState(previous => ({ key, live: failed(previous, key, failure) }));
        if (failure.kind === 'unavailable') again(pauseAfterFailureMs);
      }
    };
    ask.current = askNow;
    askNow();
    document.addEventListener('visibilitychange', askNow);
    return () => {
      clearTimeout(timer);
      running?.abort();
      ask.current = () => {};
      document.removeEventListener('visibilitychange', askNow);
    };
  }, [key, put]);

  const reload = useCallback(() => ask.current(), []);
  const live: Live<T> = state.key === key ? state.live : { status: 'loading' };
  return { live, reload, put };
}

/** What was known of the same thing stays while no answer can be had. */
function failed<T>(previous: Keyed<T>, key: string, failure: Failure): Live<T> {
  const isKnown = previous.key === key && previous.live.status === 'loaded';
  return isKnown && failure.kind === 'unavailable'
    ? { ...previous.live, failure }
    : { status: 'failed', failure };
}
