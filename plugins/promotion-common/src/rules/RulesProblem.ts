// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** One mistake in a rules document, or a note about it: where it is and what would fix it. */
export interface RulesProblem {
  /** Only of a note: the document is in use all the same. */
  readonly code?: 'changed-default';
  /** A sentence for people that names the thing. */
  readonly message: string;
  /** JSON pointer to the value or the key, `/paths/0/gates/1/min`; empty for the document. */
  readonly pointer: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** The nearest right spelling, or where a misplaced key belongs; absent: nothing is near. */
  readonly nearest?: string;
}

/** The way to a value in a document: keys and indexes. */
export type DocumentPath = readonly (string | number)[];

/** A mistake before its line is known. `at` says whether the key or the value is wrong. */
export interface Finding {
  readonly code?: RulesProblem['code'];
  readonly path: DocumentPath;
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly nearest?: string;
}

/** The JSON pointer (RFC 6901) of a path. */
export function pointerOf(path: DocumentPath): string {
  return path
    .map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
