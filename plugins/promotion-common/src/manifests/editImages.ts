// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isNode, isScalar, Pair, Scalar, YAMLMap } from 'yaml';
import { ImageField, ImageNode, Kustomization } from './parseKustomization';
import { scalarText } from './scalarText';
import { insertLine, lineStart, nextLine, removeLines } from './textLines';

// Each edit takes the text and its parsed form and gives the text with one thing changed, and no other byte.

/** After which fields a new one is written, nearest first. */
const BEFORE_FIELD = {
  newTag: ['newName', 'name'],
  digest: ['newTag', 'newName', 'name'],
} satisfies Record<'newTag' | 'digest', ImageField[]>;

/** Adds an empty `images:` at the end. */
export function addList(text: string): string {
  return insertLine(text, text.length, { line: 'images:' });
}

/** Takes an empty `images:` out. */
export function removeList(text: string, key: Scalar): string {
  const [start] = rangeOf(key);
  return removeLines(text, lineStart(text, start), nextLine(text, start));
}

/** Adds an entry that has a name only, after the last one. */
export function addEntry(
  text: string,
  { imagesKey, list }: Kustomization,
  name: string,
): string {
  const written = `name: ${scalarText(name)}`;
  if (!list || list.items.length === 0) {
    if (list?.flow)
      return insertAt(text, rangeOf(list)[0] + 1, `{ ${written} }`);
    const after = imagesKey
      ? nextLine(text, rangeOf(imagesKey)[0])
      : text.length;
    return insertLine(text, after, { line: `- ${written}` });
  }
  const end = lastEnd(list.items.at(-1));
  if (list.flow) return insertAt(text, end, `, { ${written} }`);
  const dash = rangeOf(list)[0];
  const indent = ' '.repeat(dash - lineStart(text, dash));
  return insertLine(text, nextLine(text, end), {
    line: `${indent}- ${written}`,
  });
}

/** Takes an entry out that has a name only. */
export function removeEntry(
  text: string,
  { list }: Kustomization,
  { map }: ImageNode,
): string {
  const [start, end] = rangeOf(map);
  if (!list?.flow) {
    return removeLines(
      text,
      lineStart(text, start),
      nextLine(text, lastEnd(map)),
    );
  }
  const index = list.items.indexOf(map);
  const previous = list.items[index - 1];
  const next = list.items[index + 1];
  if (previous) return cut(text, lastEnd(previous), end);
  return next ? cut(text, start, rangeOf(next)[0]) : cut(text, start, end);
}

/** Writes another value over a field's own, in the same style. `written` is used as it is, quotes and all. */
export function setField(
  text: string,
  value: Scalar,
  change: { after: string; written?: string },
): string {
  const [start, end] = rangeOf(value);
  const replacement = change.written ?? scalarText(change.after, value);
  return text.slice(0, start) + replacement + text.slice(end);
}

/**
 * Adds a field to an entry. `written` says how it stood before: the key it came after and how many lines of comment
 * were between (`newTag +1`), a line break, and its line (or between braces its piece). An empty key is the start.
 */
export function addField(
  text: string,
  entry: ImageNode,
  change: { field: 'newTag' | 'digest'; after: string; written?: string },
): string {
  const { field, after, written } = change;
  const first = rangeOf(entry.map)[0];
  const { sibling, skipped, piece } = readWritten(written ?? '');
  if (written !== undefined && sibling === '') {
    return insertAt(text, entry.map.flow ? first + 1 : first, piece);
  }
  const anchor = endOfField(entry, sibling) ?? endOfNeighbor(entry, field);
  const line = `${field}: ${scalarText(after)}`;
  if (entry.map.flow) {
    return insertAt(text, anchor, written === undefined ? `, ${line}` : piece);
  }
  const indent = ' '.repeat(first - lineStart(text, first));
  const at = skipComments(text, nextLine(text, anchor), skipped);
  if (written === undefined)
    return insertLine(text, at, { line: indent + line });
  return insertLine(text, at, {
    line: piece.replace(/\r$/, ''),
    ending: piece.endsWith('\r') ? '\r\n' : '\n',
  });
}

function endOfField(entry: ImageNode, key: string): number | undefined {
  const pair = entry.map.items.find(item => keyText(item) === key);
  return pair && endOfPair(pair);
}

function endOfNeighbor(entry: ImageNode, field: 'newTag' | 'digest'): number {
  const neighbor = BEFORE_FIELD[field]
    .map(each => entry.fields[each])
    .find(each => each !== undefined);
  return rangeOf(neighbor?.value)[1];
}

function readWritten(text: string) {
  const at = text.indexOf('\n');
  const head = at < 0 ? '' : text.slice(0, at);
  const [, sibling = '', skipped = '0'] =
    /^(.*?)(?: \+(\d+))?$/.exec(head) ?? [];
  return { sibling, skipped: Number(skipped), piece: text.slice(at + 1) };
}

/** Passes so many lines, as long as they hold nothing but comments. */
function skipComments(text: string, from: number, count: number): number {
  const next = nextLine(text, from);
  const isComment = /^(#.*)?$/.test(text.slice(from, next).trim());
  return count > 0 && next > from && isComment
    ? skipComments(text, next, count - 1)
    : from;
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

/** The piece of text a field takes up, and what `addField` needs to put it back. */
export function fieldExtent(
  text: string,
  entry: ImageNode,
  field: 'newTag' | 'digest',
): { from: number; to: number; written: string } | undefined {
  const node = entry.fields[field];
  if (!node) return undefined;
  const index = entry.map.items.findIndex(pair => pair.key === node.key);
  const previous = entry.map.items[index - 1];
  const next = entry.map.items[index + 1];
  const sibling = previous ? keyText(previous) : '';
  const [keyStart] = rangeOf(node.key);
  const valueEnd = rangeOf(node.value)[1];
  if (entry.map.flow || !previous) {
    const from = previous ? endOfPair(previous) : keyStart;
    const to = !previous && next ? rangeOf(next.key)[0] : valueEnd;
    return { from, to, written: `${sibling}\n${text.slice(from, to)}` };
  }
  const from = lineStart(text, keyStart);
  const to = nextLine(text, valueEnd);
  const line = text.slice(from, to).replace(/\n$/, '');
  const between = text.slice(nextLine(text, endOfPair(previous)), from);
  const skipped = between.split('\n').length - 1;
  const place = skipped === 0 ? sibling : `${sibling} +${skipped}`;
  return { from, to, written: `${place}\n${line}` };
}

/** Takes a field out of an entry, with its comment. */
export function removeField(
  text: string,
  entry: ImageNode,
  field: 'newTag' | 'digest',
): string {
  const extent = fieldExtent(text, entry, field);
  if (!extent) return text;
  const isLine =
    extent.from === lineStart(text, extent.from) && !entry.map.flow;
  return isLine
    ? removeLines(text, extent.from, extent.to)
    : cut(text, extent.from, extent.to);
}

function lastEnd(node: unknown): number {
  if (node instanceof YAMLMap && !node.flow) {
    const last = node.items.at(-1);
    return last ? endOfPair(last) : rangeOf(node)[1];
  }
  return rangeOf(node)[1];
}

function endOfPair(pair: Pair): number {
  return pair.value === null ? rangeOf(pair.key)[1] : lastEnd(pair.value);
}

function rangeOf(node: unknown): readonly [number, number] {
  if (isNode(node) && node.range) return [node.range[0], node.range[1]];
  throw new TypeError('a parsed node has a place in the text');
}

function insertAt(text: string, at: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at);
}

function cut(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(to);
}
