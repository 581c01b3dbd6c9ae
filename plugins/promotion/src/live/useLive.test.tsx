// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { act, renderHook, waitFor } from '@testing-library/react';
import { useLive } from './useLive';

function hide(hidden: boolean) {
  jest.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

describe('useLive', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const follow = (load: () => Promise<number>) =>
    renderHook(() => useLive({ key: 'a', load, refreshAfterMs: () => 2000 }));

  it('asks again when the value says it is worth it', async () => {
    let calls = 0;
    const { result } = follow(async () => ++calls);
    await waitFor(() =>
      expect(result.current.live).toEqual({ status: 'loaded', value: 1 }),
    );
    await act(() => jest.advanceTimersByTimeAsync(2000));
    expect(result.current.live).toEqual({ status: 'loaded', value: 2 });
  });

  it('rests while the page is hidden and catches up when it is seen again', async () => {
    let calls = 0;
    const { result } = follow(async () => ++calls);
    await waitFor(() => expect(calls).toBe(1));
    hide(true);
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(calls).toBe(1);
    hide(false);
    await waitFor(() =>
      expect(result.current.live).toEqual({ status: 'loaded', value: 2 }),
    );
  });

  it('keeps what it knew while the backend is away, and says so', async () => {
    let calls = 0;
    const { result } = follow(async () => {
      calls += 1;
      if (calls === 2) throw new TypeError('network');
      return calls;
    });
    await waitFor(() => expect(result.current.live.status).toBe('loaded'));
    await act(() => jest.advanceTimersByTimeAsync(2000));
    expect(result.current.live).toMatchObject({
      status: 'loaded',
      value: 1,
      failure: { kind: 'unavailable' },
    });
    await act(() => jest.advanceTimersByTimeAsync(10_000));
    expect(result.current.live).toEqual({ status: 'loaded', value: 3 });
  });
});
