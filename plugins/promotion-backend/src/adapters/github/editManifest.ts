// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite } from 'backstage-plugin-promotion-common';
import {
  readManifestField,
  writeManifestFields,
} from 'backstage-plugin-promotion-node/testUtils';

/**
 * - `edited`: the text with every write in it. - `unchanged`: it already holds every `after`.
 * - `conflict`: these fields hold neither `before` nor `after`.
 * - `refused`: the file cannot be edited safely.
 */
export type EditResult =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'conflict'; readonly fields: readonly FieldWrite[] }
  | { readonly kind: 'refused'; readonly message: string };

/** Writes field by field what is not there yet, and nothing else in the file. */
export function editManifest(
  text: string,
  writes: readonly FieldWrite[],
): EditResult {
  const open = writes.filter(
    write => readManifestField(text, write.pointer) !== write.after,
  );
  const fields = open.filter(
    write => readManifestField(text, write.pointer) !== write.before,
  );
  if (fields.length) {
    return { kind: 'conflict', fields };
  }
  return open.length
    ? { kind: 'edited', text: writeManifestFields(text, open) }
    : { kind: 'unchanged' };
}
