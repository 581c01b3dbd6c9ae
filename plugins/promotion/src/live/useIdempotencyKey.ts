// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useCallback, useRef } from 'react';

/**
 * A key for a request: the same as long as the same body is sent, so that a repeated click or a repeated try after a
 * lost answer makes nothing twice; another one for another body.
 */
export function useIdempotencyKey(): (body: unknown) => string {
  const last = useRef<{ readonly body: string; readonly key: string }>();
  return useCallback((body: unknown) => {
    const text = JSON.stringify(body);
    if (last.current?.body !== text) {
      last.current = { body: text, key: randomKey() };
    }
    return last.current.key;
  }, []);
}

/** `crypto.randomUUID` is missing on pages served by plain http. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
