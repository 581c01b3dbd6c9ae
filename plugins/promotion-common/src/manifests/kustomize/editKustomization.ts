// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { canonicalJson } from '../../model/contentHash';
import type { FieldWrite } from '../../model/Plan';
import { parseFieldPointer } from '../fieldPointer';
import type { ManifestEdit } from '../ManifestFormat';
import type { ManifestProblem } from '../ManifestProblem';
import { ImagesState } from './ImagesState';
import { type Kustomization, readKustomization } from './readKustomization';
import { spliceImages } from './spliceImages';

/** An edit with its result as it was read to prove it. */
export type KustomizationEdit =
  | Exclude<ManifestEdit, { readonly kind: 'edited' }>
  | {
      readonly kind: 'edited';
      readonly text: string;
      readonly reading: Kustomization;
    };

/**
 * Writes what is not there yet, field by field, forwards or back, and no other byte. Each field must still hold its
 * `before`, or `after` already; whatever else changed in the file does not matter. The result is read again and must
 * say what the old text says but for these fields. How a field once stood is kept where that still fits the file.
 */
export function editKustomization(
  reading: Kustomization,
  writes: readonly FieldWrite[],
): ManifestEdit {
  const kept = proveEdit(reading, writes);
  const isPlain = writes.every(({ afterText }) => afterText === undefined);
  const edit =
    kept.kind !== 'refused' || isPlain
      ? kept
      : proveEdit(
          reading,
          writes.map(({ afterText, ...write }) => write),
        );
  return edit.kind === 'edited' ? { kind: 'edited', text: edit.text } : edit;
}

/** The text after these writes, unproven; absent where they do not apply. */
export function editedText(
  reading: Kustomization,
  writes: readonly FieldWrite[],
): string | undefined {
  const state = new ImagesState(reading);
  const applies = writes.every(write => state.write(write) === 'ok');
  return applies ? spliceImages(reading, state.edit()) : undefined;
}

/** An edit that reads its result once, and answers it too. */
export function proveEdit(
  reading: Kustomization,
  writes: readonly FieldWrite[],
): KustomizationEdit {
  const state = new ImagesState(reading);
  const conflicts: FieldWrite[] = [];
  for (const write of writes) {
    const answer = state.write(write);
    if (answer === 'conflict') conflicts.push(write);
    else if (answer !== 'ok') return { kind: 'refused', problem: answer };
  }
  if (conflicts.length > 0) return { kind: 'conflict', writes: conflicts };
  const text = spliceImages(reading, state.edit());
  if (text === reading.text) return { kind: 'unchanged' };
  const read = readKustomization(text);
  if (!read.ok)
    return { kind: 'refused', problem: read.problems[0] ?? NOT_PROVEN };
  const after = new ImagesState(read.reading);
  const holds = writes.every(
    ({ pointer }) => after.held(pointer) === state.held(pointer),
  );
  const written = fieldsWritten(writes);
  const isSame =
    canonicalJson(withoutWritten(reading, written)) ===
    canonicalJson(withoutWritten(read.reading, written));
  return holds && isSame
    ? { kind: 'edited', text, reading: read.reading }
    : { kind: 'refused', problem: NOT_PROVEN };
}

const NOT_PROVEN: ManifestProblem = {
  code: 'not-proven',
  message:
    'The change would touch more of the manifest than the fields it is about.',
  remedy: 'Write the images entry out with plain values, one a line.',
};

/** `<image> <field>` of each write. */
function fieldsWritten(writes: readonly FieldWrite[]): ReadonlySet<string> {
  return new Set(
    writes.flatMap(({ pointer }) => {
      const target = parseFieldPointer(pointer);
      return target?.kind === 'field'
        ? [`${target.image} ${target.field}`]
        : [];
    }),
  );
}

function withoutWritten(
  { content }: Kustomization,
  written: ReadonlySet<string>,
): unknown {
  const { images, ...others } = content;
  const entries: readonly unknown[] = Array.isArray(images) ? images : [];
  const kept = entries.flatMap(entry => {
    if (typeof entry !== 'object' || entry === null) return [entry];
    const name = 'name' in entry ? String(entry.name) : '';
    const rest = Object.entries(entry).filter(
      ([key]) => !written.has(`${name} ${key}`),
    );
    return rest.length === 0 ? [] : [Object.fromEntries(rest)];
  });
  return { others, kept };
}
