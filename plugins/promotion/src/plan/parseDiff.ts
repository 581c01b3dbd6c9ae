// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** One line of a diff as it is shown. `before` and `after` are line numbers; absent = the line is not on that side. */
export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'context';
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
}

/** A run of lines that belong together. `header` is the place, such as `@@ -4,7 +4,7 @@`. */
export interface DiffHunk {
  readonly header: string;
  readonly lines: readonly DiffLine[];
}

const hunkHeader = /^@@ .*@@/;
const lineNumbers = /^@@ -(\d+)(?:,\d+)? \+(\d+)/;

/**
 * Reads a unified diff. File headers are left out: the place is shown from the plan. A hunk whose header names a place
 * instead of line numbers (`@@ images checkout @@`) has lines without numbers.
 */
export function parseDiff(diff: string): DiffHunk[] {
  const hunks: { header: string; lines: DiffLine[] }[] = [];
  let before: number | undefined;
  let after: number | undefined;
  const next = (line: number | undefined) =>
    line === undefined ? undefined : line + 1;
  for (const line of diff.replace(/\n$/, '').split('\n')) {
    if (hunkHeader.test(line)) {
      const numbers = lineNumbers.exec(line);
      before = numbers ? Number(numbers[1]) : undefined;
      after = numbers ? Number(numbers[2]) : undefined;
      hunks.push({ header: line, lines: [] });
      continue;
    }
    const hunk = hunks.at(-1);
    if (!hunk || line.startsWith('\\')) continue;
    const text = line.slice(1);
    if (line.startsWith('+')) {
      hunk.lines.push({ kind: 'added', text, after });
      after = next(after);
    } else if (line.startsWith('-')) {
      hunk.lines.push({ kind: 'removed', text, before });
      before = next(before);
    } else {
      hunk.lines.push({ kind: 'context', text, before, after });
      before = next(before);
      after = next(after);
    }
  }
  return hunks;
}

/** How many lines come and go, for the summary beside the file's name. */
export function countChanges(hunks: readonly DiffHunk[]): {
  readonly added: number;
  readonly removed: number;
} {
  const lines = hunks.flatMap(hunk => hunk.lines);
  return {
    added: lines.filter(line => line.kind === 'added').length,
    removed: lines.filter(line => line.kind === 'removed').length,
  };
}
