// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Fewer digits than these say too little. */
const MIN_DIGITS = 7;

/**
 * Whether two hashes name one commit: the same, or one the beginning of the other with at least 7 digits, unless another
 * of the `known` commits begins with them too.
 */
export function sameCommit(
  a: string,
  b: string,
  known: Iterable<string>,
): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < MIN_DIGITS || !long.startsWith(short)) return false;
  if (short.length === long.length) return true;
  for (const other of known) {
    const isAnother = !long.startsWith(other) && !other.startsWith(long);
    if (isAnother && other.startsWith(short)) return false;
  }
  return true;
}
