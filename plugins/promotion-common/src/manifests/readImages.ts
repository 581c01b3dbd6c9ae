// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ManifestProblem } from './ManifestProblem';
import {
  ImageField,
  ImageNode,
  parseKustomization,
} from './parseKustomization';

/** An entry of a kustomization's `images`, as written. */
export interface KustomizeImage {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  /** Appended to the tag by kustomize; of the environment, never moved. */
  readonly tagSuffix?: string;
  readonly digest?: string;
}

/** The entries, or every reason why they cannot be told for certain. */
export type ReadImages =
  | { readonly ok: true; readonly images: readonly KustomizeImage[] }
  | { readonly ok: false; readonly problems: readonly ManifestProblem[] };

/** Reads the `images` of a kustomization; none is an empty list. */
export function readImages(text: string): ReadImages {
  const parsed = parseKustomization(text);
  return parsed.ok
    ? { ok: true, images: parsed.kustomization.images.map(imageOfNode) }
    : parsed;
}

function imageOfNode(node: ImageNode): KustomizeImage {
  const text = (field: ImageField) => {
    const value = node.fields[field]?.value.value;
    return typeof value === 'string' ? { [field]: value } : {};
  };
  return {
    name: node.name,
    ...text('newName'),
    ...text('newTag'),
    ...text('tagSuffix'),
    ...text('digest'),
  };
}
