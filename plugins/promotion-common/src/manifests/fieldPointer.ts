// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** What a write is about: the list of images itself, or one field of one entry. */
export type FieldTarget =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'field';
      readonly image: string;
      readonly field: 'name' | 'newTag' | 'digest';
    };

/** The pointer of the list of images. Written when the manifest had none. */
export const LIST_POINTER = '/images';

/** The pointer of a field of an entry, which is named and not counted: `/images/[acme/checkout]/newTag`. */
export function fieldPointer(
  image: string,
  field: 'name' | 'newTag' | 'digest',
): string {
  return `/images/[${image}]/${field}`;
}

/** What a pointer is about; absent: not a field this version writes. */
export function parseFieldPointer(pointer: string): FieldTarget | undefined {
  if (pointer === LIST_POINTER) return { kind: 'list' };
  const [, image, field] =
    /^\/images\/\[([^\]]+)\]\/(name|newTag|digest)$/.exec(pointer) ?? [];
  if (image === undefined) return undefined;
  if (field !== 'name' && field !== 'newTag' && field !== 'digest') {
    return undefined;
  }
  return { kind: 'field', image, field };
}
