// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** The line ending a new line gets: that of the line before it, else that of the text. */
function lineEnding(text: string, at: number): string {
  const end = text.lastIndexOf('\n', at - 1);
  const isCrlf = end < 0 ? text.includes('\r\n') : text[end - 1] === '\r';
  return isCrlf ? '\r\n' : '\n';
}

/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line after the one of an offset starts; the end of the text when there is none. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/**
 * Puts a line (without its ending) at the start of a line. A last line without an ending stays without. `ending` is
 * the line's own, where it is known.
 */
export function insertLine(
  text: string,
  at: number,
  { line, ending }: { readonly line: string; readonly ending?: string },
): string {
  const isUnended = at === text.length && at > 0 && text[at - 1] !== '\n';
  if (isUnended) return `${text}${lineEnding(text, at)}${line}`;
  const own = ending ?? lineEnding(text, at);
  return `${text.slice(0, at)}${line}${own}${text.slice(at)}`;
}

/** Takes whole lines out; the reverse of `insertLine`. */
export function removeLines(text: string, from: number, to: number): string {
  if (to < text.length || text.endsWith('\n')) {
    return text.slice(0, from) + text.slice(to);
  }
  return text.slice(0, from).replace(/\r?\n$/, '');
}
