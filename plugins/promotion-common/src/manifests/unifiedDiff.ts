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
  const place = { before: 1, after: 1, at: 0 };
  const hunks = hunksOf(lines).map(({ from, to }) => {
    for (; place.at < from; place.at++) {
      place.before++;
      place.after++;
    }
    const text = hunkText(lines.slice(from, to), place);
    for (const { kind } of lines.slice(from, to)) {
      if (kind !== '+') place.before++;
      if (kind !== '-') place.after++;
    }
    place.at = to;
    return text;
  });
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

/** Beyond so many differences a search is not worth its time and memory: the whole middle is shown as replaced. */
const MAX_DIFFERENCES = 2_000;

/** The shortest way from one to the other (Myers), in time that grows with what differs. */
function compareMiddle(a: readonly string[], b: readonly string[]): Line[] {
  const trace: Int32Array[] = [];
  const limit = Math.min(a.length + b.length, MAX_DIFFERENCES);
  const width = limit + 1;
  const reached = new Int32Array(2 * width + 1);
  for (let steps = 0; steps <= limit; steps++) {
    trace.push(reached.slice(width - steps - 1, width + steps + 2));
    for (let k = -steps; k <= steps; k += 2) {
      const down = reached[width + k + 1] ?? 0;
      const right = reached[width + k - 1] ?? 0;
      const isDown = k === -steps || (k !== steps && right < down);
      let x = isDown ? down : right + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reached[width + k] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trace);
    }
  }
  return [
    ...a.map((text): Line => ({ kind: '-', text })),
    ...b.map((text): Line => ({ kind: '+', text })),
  ];
}

function walkBack(
  a: readonly string[],
  b: readonly string[],
  trace: readonly Int32Array[],
): Line[] {
  const lines: Line[] = [];
  let x = a.length;
  let y = b.length;
  const same = (to: number) => {
    while (x > to && y > 0) {
      x--;
      y--;
      lines.push({ kind: ' ', text: a[x] ?? '' });
    }
  };
  for (let steps = trace.length - 1; steps > 0; steps--) {
    const k = x - y;
    const at = (diagonal: number) => trace[steps]?.[diagonal + steps + 1] ?? 0;
    const isDown = k === -steps || (k !== steps && at(k - 1) < at(k + 1));
    const from = isDown ? at(k + 1) : at(k - 1);
    same(isDown ? from : from + 1);
    if (isDown) lines.push({ kind: '+', text: b[--y] ?? '' });
    else lines.push({ kind: '-', text: a[--x] ?? '' });
  }
  same(0);
  return lines.reverse();
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

function hunkText(
  hunk: readonly Line[],
  { before, after }: { readonly before: number; readonly after: number },
): string {
  const place = (sign: Kind, start: number, other: Kind) => {
    const size = hunk.filter(line => line.kind !== other).length;
    const shown = size === 0 ? start - 1 : start;
    return `${sign}${shown}${size === 1 ? '' : `,${size}`}`;
  };
  return [
    `@@ ${place('-', before, '+')} ${place('+', after, '-')} @@`,
    ...hunk.map(line => `${line.kind}${line.text}`),
  ].join('\n');
}
