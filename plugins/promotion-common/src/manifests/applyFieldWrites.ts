// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { canonicalJson } from '../model/contentHash';
import type { FieldWrite } from '../model/Plan';
import {
  addEntry,
  addField,
  addList,
  removeEntry,
  removeField,
  removeList,
  setField,
} from './editImages';
import { parseFieldPointer } from './fieldPointer';
import type { ManifestProblem } from './ManifestProblem';
import {
  Kustomization,
  MAX_ALIASES,
  parseKustomization,
} from './parseKustomization';

/** One change of one field, wherever the file is. */
export type FieldChange = Omit<FieldWrite, 'file'>;

/** The text with the fields changed and no other byte, or why it was left alone. */
export type AppliedWrites =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: ManifestProblem };

/**
 * Changes fields of a kustomization one after the other. Each must still hold its `before`; whatever else changed in
 * the file does not matter. The result is read again and must say what the old text says but for these fields.
 */
export function applyFieldWrites(
  text: string,
  writes: readonly FieldChange[],
): AppliedWrites {
  let current = text;
  for (const write of writes) {
    const applied = applyOne(current, write);
    if (!applied.ok) return applied;
    current = applied.text;
  }
  return proven(text, current, writes);
}

/**
 * The writes that undo these, with before and after swapped. What was added goes before what was taken away comes
 * back, so that each thing finds the place where it stood.
 */
export function revertWrites<W extends FieldChange>(writes: readonly W[]): W[] {
  return [...writes]
    .reverse()
    .map(write => ({
      ...write,
      before: write.after,
      after: write.before,
      beforeText: write.afterText,
      afterText: write.beforeText,
    }))
    .sort((a, b) => orderOf(a) - orderOf(b));
}

/** Lists and entries come first and go last; between them fields go before others come. */
function orderOf({ pointer, after }: FieldChange): number {
  const target = parseFieldPointer(pointer);
  const isContainer = target?.kind === 'list' || target?.field === 'name';
  if (isContainer) return after === undefined ? 3 : 0;
  return after === undefined ? 1 : 2;
}

function applyOne(text: string, write: FieldChange): AppliedWrites {
  const parsed = parseKustomization(text);
  if (!parsed.ok) return failed(parsed.problems[0]);
  const { kustomization } = parsed;
  const target = parseFieldPointer(write.pointer);
  if (!target) return failed(unknownField(write));
  const held = heldValue(kustomization, write);
  if (held !== write.before) return failed(changedMeanwhile(write, held));
  if (write.before === write.after) return { ok: true, text };
  if (target.kind === 'list') {
    const { imagesKey } = kustomization;
    return {
      ok: true,
      text: imagesKey ? removeList(text, imagesKey) : addList(text),
    };
  }
  const entry = kustomization.images.find(each => each.name === target.image);
  const { field } = target;
  if (field === 'name') return changeEntry(text, kustomization, write);
  if (!entry) return failed(changedMeanwhile(write, undefined));
  if (write.after === undefined) {
    return { ok: true, text: removeField(text, entry, field) };
  }
  const change = {
    field,
    after: write.after,
    ...(write.afterText !== undefined && { written: write.afterText }),
  };
  const own = entry.fields[field];
  return {
    ok: true,
    text: own
      ? setField(text, own.value, change)
      : addField(text, entry, change),
  };
}

function changeEntry(
  text: string,
  kustomization: Kustomization,
  write: FieldChange,
): AppliedWrites {
  const { before, after } = write;
  if (before === undefined && after !== undefined) {
    return { ok: true, text: addEntry(text, kustomization, after) };
  }
  const entry = kustomization.images.find(each => each.name === before);
  if (after !== undefined || !entry || entry.map.items.length !== 1) {
    return failed({
      code: 'changed-meanwhile',
      message: `The images entry ${
        before ?? ''
      } holds more than this promotion wrote.`,
      remedy: 'Look at the manifest and change it by hand.',
    });
  }
  return { ok: true, text: removeEntry(text, kustomization, entry) };
}

/** What the file holds at a pointer: text, or absent. The empty list of images reads as empty text. */
function heldValue(
  { imagesKey, images, list }: Kustomization,
  write: FieldChange,
): string | undefined {
  const target = parseFieldPointer(write.pointer);
  if (target?.kind === 'list') {
    if (!imagesKey) return undefined;
    return list ? 'a list of images' : '';
  }
  const entry = images.find(each => each.name === target?.image);
  const value = target && entry?.fields[target.field]?.value.value;
  return typeof value === 'string' ? value : undefined;
}

/** Reads the result again: it must differ in these fields, and in nothing else. */
function proven(
  before: string,
  after: string,
  writes: readonly FieldChange[],
): AppliedWrites {
  const old = parseKustomization(before);
  const changed = parseKustomization(after);
  if (!old.ok) return failed(old.problems[0]);
  if (!changed.ok) return failed(changed.problems[0]);
  const untouched = (kustomization: Kustomization) =>
    canonicalJson(withoutWritten(kustomization, writes));
  const holds = writes.every((write, index) => {
    const isLast = !writes
      .slice(index + 1)
      .some(later => later.pointer === write.pointer);
    const isListFilled =
      write.pointer === '/images' &&
      write.after === '' &&
      changed.kustomization.list;
    return (
      !isLast ||
      Boolean(isListFilled) ||
      heldValue(changed.kustomization, write) === write.after
    );
  });
  if (
    holds &&
    untouched(old.kustomization) === untouched(changed.kustomization)
  ) {
    return { ok: true, text: after };
  }
  return failed({
    code: 'not-proven',
    message:
      'The change would touch more of the manifest than the fields it is about.',
    remedy: 'Write the images entry out with plain values, one a line.',
  });
}

function withoutWritten(
  { document, images }: Kustomization,
  writes: readonly FieldChange[],
): unknown {
  const root: Record<string, unknown> = document.toJS({
    maxAliasCount: MAX_ALIASES,
  });
  const { images: raw, ...others } = root;
  const entries = Array.isArray(raw) ? raw : [];
  const kept = entries.flatMap((entry: Record<string, unknown>, index) => {
    const name = images[index]?.name;
    const written = writes.flatMap((write): string[] => {
      const target = parseFieldPointer(write.pointer);
      return target?.kind === 'field' && target.image === name
        ? [target.field]
        : [];
    });
    const rest = Object.entries(entry).filter(
      ([key]) => !written.includes(key),
    );
    return rest.length === 0 ? [] : [Object.fromEntries(rest)];
  });
  return { others, kept };
}

function unknownField(write: FieldChange): ManifestProblem {
  return {
    code: 'unsupported-image-field',
    message: `${write.pointer} is not a field that is written.`,
    remedy: 'Change it by hand.',
  };
}

function changedMeanwhile(
  write: FieldChange,
  held: string | undefined,
): ManifestProblem {
  const shown = (value: string | undefined) =>
    value === undefined ? 'nothing' : `"${value}"`;
  return {
    code: 'changed-meanwhile',
    message: `${write.pointer} holds ${shown(held)}, not ${shown(
      write.before,
    )}.`,
    remedy: 'Somebody changed it meanwhile: look at it and plan again.',
  };
}

function failed(problem: ManifestProblem | undefined): AppliedWrites {
  return {
    ok: false,
    problem: problem ?? {
      code: 'not-yaml',
      message: 'The manifest cannot be read.',
      remedy: 'Mend it.',
    },
  };
}
