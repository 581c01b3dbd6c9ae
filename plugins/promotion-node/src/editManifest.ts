// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  applyFieldWrites,
  type FieldWrite,
  type ManifestProblem,
} from 'backstage-plugin-promotion-common';

/**
 * - `edited`: the text with every write in it. - `unchanged`: it already holds every `after`.
 * - `conflict`: these fields hold neither `before` nor `after`. - `refused`: the file cannot be edited safely.
 */
export type EditResult =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'conflict'; readonly writes: readonly FieldWrite[] }
  | { readonly kind: 'refused'; readonly problem: ManifestProblem };

/**
 * Writes field by field what is not there yet, forwards or back, and no other byte of the manifest. For authors of
 * repository adapters: a field that already holds `after` is fine, whoever wrote it.
 */
export function editManifest(
  text: string,
  writes: readonly FieldWrite[],
): EditResult {
  const conflicts: FieldWrite[] = [];
  let current = text;
  for (const write of writes) {
    if (holdsAfter(current, write)) {
      continue;
    }
    const applied = applyFieldWrites(current, [write]);
    if (applied.ok) {
      current = applied.text;
    } else if (applied.problem.code !== 'changed-meanwhile') {
      return { kind: 'refused', problem: applied.problem };
    } else if (!isAboutTheList(write)) {
      conflicts.push(write);
    }
  }
  if (conflicts.length) {
    return { kind: 'conflict', writes: conflicts };
  }
  return current === text
    ? { kind: 'unchanged' }
    : { kind: 'edited', text: current };
}

/** A write from a value to itself is refused unless the field holds it. */
function holdsAfter(text: string, { pointer, after }: FieldWrite): boolean {
  return applyFieldWrites(text, [{ pointer, before: after, after }]).ok;
}

/** The list itself is made for the sake of its entries, and kept once others have put theirs there too. */
function isAboutTheList({ pointer }: FieldWrite): boolean {
  return pointer === '/images';
}
