// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const CONTEXT_LINES = 3;

type Kind = ' ' | '-' | '+';

interface Line {
  readonly kind: Kind;
  readonly text: string;
}

/** A unified diff with three lines of context, as `git diff` prints it; empty when nothing differs. */
export function unifiedDiff(
  before: string,
  after: string,
  path: string,
): string {
  if (before === after) return '';
  const lines = compareLines(linesOf(before), linesOf(after));
  const hunks = hunksOf(lines).map(({ from, to }) => hunkText(lines, from, to));
  return [`--- a/${path}`, `+++ b/${path}`, ...hunks, ''].join('\n');
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') return lines.slice(0, -1);
  return [
    ...lines.slice(0, -1),
    `${lines.at(-1)}\n\\ No newline at end of file`,
  ];
}

/** The longest common subsequence of lines, over what is between the common start and end. */
function compareLines(a: readonly string[], b: readonly string[]): Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  const shorter = Math.min(a.length, b.length) - start;
  while (end < shorter && a.at(-1 - end) === b.at(-1 - end)) end++;
  const same = (text: string): Line => ({ kind: ' ', text });
  return [
    ...a.slice(0, start).map(same),
    ...compareMiddle(
      a.slice(start, a.length - end),
      b.slice(start, b.length - end),
    ),
    ...a.slice(a.length - end).map(same),
  ];
}

function compareMiddle(a: readonly string[], b: readonly string[]): Line[] {
  const removed = a.map((text): Line => ({ kind: '-', text }));
  const added = b.map((text): Line => ({ kind: '+', text }));
  // Beyond this the table is not worth its memory: the whole middle is shown as replaced.
  if (a.length * b.length > 4_000_000) return [...removed, ...added];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? at(i + 1, j + 1) + 1
          : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: ' ', text: a[i] ?? '' });
      i++;
      j++;
    } else if (
      i < a.length &&
      (j >= b.length || at(i + 1, j) >= at(i, j + 1))
    ) {
      lines.push({ kind: '-', text: a[i] ?? '' });
      i++;
    } else {
      lines.push({ kind: '+', text: b[j] ?? '' });
      j++;
    }
  }
  return lines;
}

function hunksOf(lines: readonly Line[]): { from: number; to: number }[] {
  const hunks: { from: number; to: number }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.kind === ' ') continue;
    const from = Math.max(0, index - CONTEXT_LINES);
    const to = Math.min(lines.length, index + 1 + CONTEXT_LINES);
    const last = hunks.at(-1);
    if (last && from <= last.to) last.to = to;
    else hunks.push({ from, to });
  }
  return hunks;
}

function hunkText(lines: readonly Line[], from: number, to: number): string {
  const count = (part: readonly Line[], other: Kind) =>
    part.filter(line => line.kind !== other).length;
  const earlier = lines.slice(0, from);
  const hunk = lines.slice(from, to);
  const place = (sign: Kind, other: Kind) => {
    const size = count(hunk, other);
    const start = count(earlier, other) + (size === 0 ? 0 : 1);
    return `${sign}${start}${size === 1 ? '' : `,${size}`}`;
  };
  return [
    `@@ ${place('-', '+')} ${place('+', '-')} @@`,
    ...hunk.map(line => `${line.kind}${line.text}`),
  ].join('\n');
}
