// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite, ManifestLocation } from '../model/Plan';
import type { Release } from '../model/Release';
import { kustomize } from './kustomize/kustomize';
import type { ManifestProblem } from './ManifestProblem';

/** An image a manifest names, with what the manifest says of it; nothing is absent, never empty. */
export interface ManifestImage {
  readonly name: string;
  /** The name the cluster pulls it by; absent: `name`. */
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** What every reading of a manifest tells, whatever its format. */
export interface ManifestReading {
  readonly text: string;
  readonly images: readonly ManifestImage[];
  /** Every reason why no new release may be written here. */
  readonly problems: readonly ManifestProblem[];
}

/** What is to move where. */
export interface ImageMove<Reading> {
  readonly release: Release;
  /** What the source's manifests say of their images. */
  readonly sourceImages: readonly ManifestImage[];
  readonly target: Reading;
  readonly file: ManifestLocation;
  /** The images that belong into this file. */
  readonly names: readonly string[];
  /** The images that the deployment tool's manifests of the target name. Absent: not known. */
  readonly usedImages?: readonly string[];
}

/** The fields that change and the text with them, or why it cannot be done. No writes: all is there already. */
export type PlannedWrites =
  | {
      readonly ok: true;
      readonly writes: readonly FieldWrite[];
      readonly text: string;
    }
  | { readonly ok: false; readonly problems: readonly ManifestProblem[] };

/**
 * - `edited`: the text with every write in it. - `unchanged`: it already holds every `after`.
 * - `conflict`: these fields hold neither `before` nor `after`. - `refused`: the file cannot be edited safely.
 */
export type ManifestEdit =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'conflict'; readonly writes: readonly FieldWrite[] }
  | { readonly kind: 'refused'; readonly problem: ManifestProblem };

/** A way to say in a file which images run. The only one who knows what its text looks like and what its pointers mean. */
export interface ManifestFormat<Reading extends ManifestReading> {
  readonly name: string;
  /** The names such a file can have, the usual one first; there is one of them in a folder. */
  readonly files: readonly string[];
  /** The only place that parses: all else works on what it answers. */
  readonly read: (
    text: string,
  ) =>
    | { readonly ok: true; readonly reading: Reading }
    | { readonly ok: false; readonly problems: readonly ManifestProblem[] };
  readonly plan: (move: ImageMove<Reading>) => PlannedWrites;
  readonly apply: (
    reading: Reading,
    writes: readonly FieldWrite[],
  ) => ManifestEdit;
  /** What else differs and does not move, in plain words. `moved`: the images whose tag and digest move. */
  readonly differences: (
    source: Reading,
    target: Reading,
    moved: readonly string[],
  ) => string[];
  /** The lines to add to a manifest that says nothing of an image. */
  readonly describe: (image: string) => string;
}

/** Every format there is, by the name the rules call it. */
export const manifestFormats = { kustomize };

/** The images of a manifest, or every reason why they cannot be told for certain; none is an empty list. */
export function readImages(
  text: string,
  format: keyof typeof manifestFormats = 'kustomize',
):
  | { readonly ok: true; readonly images: readonly ManifestImage[] }
  | { readonly ok: false; readonly problems: readonly ManifestProblem[] } {
  const read = manifestFormats[format].read(text);
  if (!read.ok) return read;
  const { images, problems } = read.reading;
  return problems.length > 0 ? { ok: false, problems } : { ok: true, images };
}

/**
 * Writes field by field what is not there yet, forwards or back, and no other byte of the manifest. For authors of
 * repository adapters: a field that already holds `after` is fine, whoever wrote it.
 */
export function editManifest(
  text: string,
  writes: readonly FieldWrite[],
  format: keyof typeof manifestFormats = 'kustomize',
): ManifestEdit {
  const { read, apply } = manifestFormats[format];
  const result = read(text);
  if (result.ok) return apply(result.reading, writes);
  const [problem] = result.problems;
  return {
    kind: 'refused',
    problem: problem ?? {
      code: 'not-yaml',
      message: 'The manifest cannot be read.',
      remedy: 'Fix it, or restore an earlier version.',
    },
  };
}

/**
 * The paths at which the manifest named by a path may lie: that one, then those of the other names its format has for
 * such a file. A path with a name of its own stands for itself alone.
 */
export function manifestPaths(
  path: string,
  format: keyof typeof manifestFormats = 'kustomize',
): readonly string[] {
  const { files } = manifestFormats[format];
  const at = path.lastIndexOf('/') + 1;
  const name = path.slice(at);
  if (!files.includes(name)) return [path];
  return [name, ...files.filter(file => file !== name)].map(
    file => path.slice(0, at) + file,
  );
}
