// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isNode, isScalar, type Pair, YAMLMap } from 'yaml';
import type { ImageField, ImageNode, Kustomization } from './readKustomization';
import { scalarText } from './scalarText';

type WrittenField = 'newTag' | 'digest';

/** A value to come, and how it stood before (see `FieldWrite.beforeText`); no value: the field goes. */
export interface FieldEdit {
  readonly field: WrittenField;
  readonly after?: string;
  readonly written?: string;
}

/** What becomes of one entry. */
export interface EntryEdit {
  readonly name: string;
  /** The entry itself comes or goes with its fields. */
  readonly whole?: 'added' | 'removed';
  readonly fields: readonly FieldEdit[];
}

/** All that becomes of a list of images. `list`: the key itself comes, goes, or gets this text instead of a list. */
export interface ImagesEdit {
  readonly list?: { readonly after?: string; readonly written?: string };
  readonly entries: readonly EntryEdit[];
}

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** After which fields a new one is written, nearest first. */
const BEFORE_FIELD = {
  newTag: ['newName', 'name'],
  digest: ['newTag', 'newName', 'name'],
} satisfies Record<WrittenField, ImageField[]>;

/**
 * The text with these things changed and no other byte. Everything is placed by the one parse of the text as it was:
 * however much is written, nothing is parsed here.
 */
export function spliceImages(
  kustomization: Kustomization,
  { list, entries }: ImagesEdit,
): string {
  const { text } = kustomization;
  const isEnded = text.endsWith('\n');
  const base = isEnded ? text : text + lineEnding(text, text.length);
  const splices = [
    ...(list ? listSplices(base, kustomization, list) : []),
    ...entrySplices(base, kustomization, entries),
  ].sort((a, b) => a.from - b.from);
  let result = '';
  let at = 0;
  for (const { from, to, text: piece } of splices) {
    if (from > at) result += base.slice(at, from);
    result += piece;
    at = Math.max(at, from, to);
  }
  result += base.slice(at);
  return isEnded ? result : result.replace(/\r?\n$/, '');
}

function listSplices(
  base: string,
  { imagesKey, written }: Kustomization,
  { after, written: text }: NonNullable<ImagesEdit['list']>,
): Splice[] {
  if (!imagesKey) return [line(base, base.length, 'images:')];
  const [start, end] = rangeOf(imagesKey);
  const colon = base.indexOf(':', end) + 1;
  if (after === undefined) {
    return [cut(lineStart(base, start), nextLine(base, start))];
  }
  return [
    {
      from: colon,
      to: written ? rangeOf(written)[1] : colon,
      text: after === '' ? '' : text ?? ` ${after}`,
    },
  ];
}

function entrySplices(
  base: string,
  kustomization: Kustomization,
  edits: readonly EntryEdit[],
): Splice[] {
  const removed = edits.flatMap(({ name, whole }) => {
    const map = kustomization.entries.get(name)?.map;
    return whole === 'removed' && map ? [map] : [];
  });
  return edits.flatMap(edit => {
    const entry = kustomization.entries.get(edit.name);
    if (!edit.whole) return entry ? fieldSplices(base, entry, edit.fields) : [];
    if (edit.whole === 'added') {
      return [addedEntry(base, kustomization, { edit, edits, removed })];
    }
    const map = entry?.map;
    return map ? removedEntry(base, kustomization, { map, removed }) : [];
  });
}

/** An entry after the last one, in its style. */
function addedEntry(
  base: string,
  { imagesKey, list }: Kustomization,
  {
    edit,
    edits,
    removed,
  }: {
    readonly edit: EntryEdit;
    readonly edits: readonly EntryEdit[];
    readonly removed: readonly YAMLMap[];
  },
): Splice {
  const fields = [
    `name: ${scalarText(edit.name)}`,
    ...edit.fields.flatMap(({ field, after }) =>
      after === undefined ? [] : [`${field}: ${scalarText(after)}`],
    ),
  ];
  const last = list?.items.at(-1);
  if (list?.flow) {
    const isFirst =
      removed.length === list.items.length &&
      edits.find(({ whole }) => whole === 'added') === edit;
    const at = last ? lastEnd(last) : rangeOf(list)[0] + 1;
    const piece = `{ ${fields.join(', ')} }`;
    return { from: at, to: at, text: isFirst ? piece : `, ${piece}` };
  }
  const dash = list ? rangeOf(list)[0] : 0;
  const indent = list ? ' '.repeat(dash - lineStart(base, dash)) : '';
  const after = imagesKey && nextLine(base, rangeOf(imagesKey)[0]);
  const at = last ? nextLine(base, lastEnd(last)) : after ?? base.length;
  const ending = lineEnding(base, at);
  const text = fields
    .map(
      (each, index) => `${indent}${index === 0 ? '- ' : '  '}${each}${ending}`,
    )
    .join('');
  return { from: at, to: at, text };
}

function removedEntry(
  base: string,
  { list }: Kustomization,
  {
    map,
    removed,
  }: { readonly map: YAMLMap; readonly removed: readonly YAMLMap[] },
): Splice[] {
  const [start, end] = rangeOf(map);
  if (!list?.flow) {
    // Pair by pair: comments that somebody wrote between them stay.
    return map.items.map(pair =>
      cut(
        lineStart(base, rangeOf(pair.key)[0]),
        nextLine(base, endOfPair(pair)),
      ),
    );
  }
  const index = list.items.indexOf(map);
  const previous = list.items[index - 1];
  const isKeptBefore = list.items
    .slice(0, index)
    .some(item => !removed.some(each => each === item));
  if (previous && isKeptBefore) return [cut(lastEnd(previous), end)];
  const next = list.items[index + 1];
  return [cut(start, next ? rangeOf(next)[0] : end)];
}

function fieldSplices(
  base: string,
  entry: ImageNode,
  edits: readonly FieldEdit[],
): Splice[] {
  const gone = edits.flatMap(({ field, after }) =>
    after === undefined ? [field] : [],
  );
  const cuts = gone.flatMap(field => {
    const extent = fieldExtent(base, entry, { field, gone });
    return extent ? [cut(extent.from, extent.to)] : [];
  });
  const puts = edits.flatMap((edit): Splice[] => {
    if (edit.after === undefined) return [];
    const own = entry.fields[edit.field]?.value;
    if (!own) return [addedField(base, entry, { edit, gone, cuts })];
    const [from, to] = rangeOf(own);
    const text = edit.written ?? scalarText(edit.after, own);
    return [{ from, to, text }];
  });
  return [...cuts, ...puts];
}

/**
 * A field that comes. `written` says how it stood before: the key it came after and how many lines of comment were
 * between (`newTag +1`), a line break, and its line (or between braces its piece). An empty key is the start.
 */
function addedField(
  base: string,
  { map, fields }: ImageNode,
  {
    edit: { field, after = '', written },
    gone,
    cuts,
  }: {
    readonly edit: FieldEdit;
    readonly gone: readonly string[];
    readonly cuts: readonly Splice[];
  },
): Splice {
  const first = rangeOf(map)[0];
  const { sibling, skipped, piece } = readWritten(written ?? '');
  if (written !== undefined && sibling === '') {
    const at = map?.flow ? first + 1 : first;
    return { from: at, to: at, text: piece };
  }
  const kept = map?.items.find(
    item => keyText(item) === sibling && !gone.includes(sibling),
  );
  const neighbor = BEFORE_FIELD[field].find(
    each => fields[each] && !gone.includes(each),
  );
  const anchor = kept
    ? endOfPair(kept)
    : rangeOf(neighbor && fields[neighbor]?.value)[1];
  const plain = `${field}: ${scalarText(after)}`;
  if (map?.flow) {
    const text = written === undefined ? `, ${plain}` : piece;
    return { from: anchor, to: anchor, text };
  }
  const at = skipComments(base, nextLine(base, anchor), { skipped, cuts });
  if (written !== undefined) return { from: at, to: at, text: `${piece}\n` };
  const indent = ' '.repeat(first - lineStart(base, first));
  return line(base, at, indent + plain);
}

function readWritten(text: string) {
  const at = text.indexOf('\n');
  const head = at < 0 ? '' : text.slice(0, at);
  const [, sibling = '', skipped = '0'] =
    /^(.*?)(?: \+(\d+))?$/.exec(head) ?? [];
  return { sibling, skipped: Number(skipped), piece: text.slice(at + 1) };
}

/** Passes so many lines, as long as they hold nothing but comments; lines that go do not count. */
function skipComments(
  base: string,
  from: number,
  {
    skipped,
    cuts,
  }: { readonly skipped: number; readonly cuts: readonly Splice[] },
): number {
  let at = from;
  for (let left = skipped; left > 0; ) {
    const here = at;
    const going = cuts.find(each => each.from === here);
    const next = going?.to ?? nextLine(base, at);
    const isComment = /^(#.*)?$/.test(base.slice(at, next).trim());
    if (next === at || (!going && !isComment)) return at;
    at = next;
    if (!going) left--;
  }
  return at;
}

/** The piece of text a field takes up, and what puts it back. `gone`: fields that go with it. */
export function fieldExtent(
  base: string,
  { map, fields }: ImageNode,
  {
    field,
    gone,
  }: { readonly field: WrittenField; readonly gone: readonly string[] },
): { from: number; to: number; written: string } | undefined {
  const node = fields[field];
  if (!node || !map) return undefined;
  const index = map.items.findIndex(pair => pair.key === node.key);
  const previous = map.items[index - 1];
  const next = map.items[index + 1];
  const sibling = previous ? keyText(previous) : '';
  const [keyStart] = rangeOf(node.key);
  const valueEnd = rangeOf(node.value)[1];
  if (map.flow || !previous) {
    const isKeptBefore = map.items
      .slice(0, index)
      .some(pair => !gone.includes(keyText(pair)));
    const from = previous && isKeptBefore ? endOfPair(previous) : keyStart;
    const to = !isKeptBefore && next ? rangeOf(next.key)[0] : valueEnd;
    return { from, to, written: `${sibling}\n${base.slice(from, to)}` };
  }
  const from = lineStart(base, keyStart);
  const to = nextLine(base, valueEnd);
  const whole = base.slice(from, to).replace(/\n$/, '');
  const between = base.slice(nextLine(base, endOfPair(previous)), from);
  const skipped = between.split('\n').length - 1;
  const place = skipped === 0 ? sibling : `${sibling} +${skipped}`;
  return { from, to, written: `${place}\n${whole}` };
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
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

/** A whole line before the one that starts at an offset, with the ending of the line before. */
function line(base: string, at: number, text: string): Splice {
  return { from: at, to: at, text: text + lineEnding(base, at) };
}

function cut(from: number, to: number): Splice {
  return { from, to, text: '' };
}

/** The line ending a new line gets: that of the line before it, else that of the text. */
function lineEnding(text: string, at: number): string {
  const end = text.lastIndexOf('\n', at - 1);
  const isCrlf = end < 0 ? text.includes('\r\n') : text[end - 1] === '\r';
  return isCrlf ? '\r\n' : '\n';
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line after the one of an offset starts. */
function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}
