// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite, ManifestLocation } from '../model/Plan';
import type { Release } from '../model/Release';
import {
  applyFieldWrites,
  FieldChange,
  revertWrites,
} from './applyFieldWrites';
import { fieldExtent } from './editImages';
import { fieldPointer, LIST_POINTER, parseFieldPointer } from './fieldPointer';
import type { ManifestProblem } from './ManifestProblem';
import { Kustomization, parseKustomization } from './parseKustomization';
import type { KustomizeImage } from './readImages';

/** What is to move where. */
export interface ImageMove {
  readonly release: Release;
  /** The entries of the source's manifest. */
  readonly sourceImages: readonly KustomizeImage[];
  readonly targetText: string;
  readonly file: ManifestLocation;
  /** Which images belong to the component, from the rules; empty: the one the source has. */
  readonly imageNames: readonly string[];
}

/** The fields that change, none when all is there already, or why it cannot be done. */
export type PlannedWrites =
  | { readonly ok: true; readonly writes: readonly FieldWrite[] }
  | { readonly ok: false; readonly problems: readonly ManifestProblem[] };

interface Pair {
  readonly newTag?: string;
  readonly digest?: string;
}

/**
 * The writes that put a release into a target's kustomization. Tag and digest move together, set and removed, so that
 * no old one rides along; `newName` and `tagSuffix` are the environment's own and stay. A missing entry is appended.
 */
export function planImageWrites(move: ImageMove): PlannedWrites {
  const parsed = parseKustomization(move.targetText);
  if (!parsed.ok) return parsed;
  const names = namesOf(move);
  if ('code' in names) return { ok: false, problems: [names] };
  const planned = names.map(name =>
    changesOf(name, move, parsed.kustomization),
  );
  const problems = [
    ...planned.flatMap(change => (change.ok ? [] : [change.problem])),
    ...leftBehind(names, move),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const changes = planned.flatMap(change => (change.ok ? change.changes : []));
  const needsList = changes.length > 0 && !parsed.kustomization.imagesKey;
  const all: FieldChange[] = needsList
    ? [{ pointer: LIST_POINTER, after: '' }, ...changes]
    : changes;
  const exact = withText(move.targetText, all, parsed.kustomization);
  if (!exact.ok) return exact;
  return {
    ok: true,
    writes: exact.changes.map(change => ({ file: move.file, ...change })),
  };
}

function namesOf({
  sourceImages,
  imageNames,
}: ImageMove): readonly string[] | ManifestProblem {
  if (imageNames.length > 0) return [...new Set(imageNames)];
  const [only] = sourceImages;
  if (only && sourceImages.length === 1) return [only.name];
  return only
    ? {
        code: 'ambiguous-images',
        message: `The source's manifest has several images: ${sourceImages
          .map(image => image.name)
          .join(', ')}.`,
        remedy:
          'List those that belong to the component under environments.*.images in the rules.',
      }
    : {
        code: 'no-image',
        message: "The source's manifest has no images entry.",
        remedy:
          'Add an images entry with newTag or digest to its kustomization.',
      };
}

/** The pair the source's manifest holds where that is this very release, else the release's own. */
function pairOf(name: string, move: ImageMove): Pair | ManifestProblem {
  const source = move.sourceImages.find(image => image.name === name);
  const own = move.release.images.find(image => image.name === name);
  const isThisRelease =
    !own ||
    (own.digest !== undefined
      ? source?.digest === own.digest
      : source?.digest === undefined && source?.newTag === own.tag);
  const newTag = source && isThisRelease ? source.newTag : own?.tag;
  const digest = source && isThisRelease ? source.digest : own?.digest;
  if (newTag === undefined && digest === undefined) {
    return {
      code: 'no-image',
      message: `Neither the source's manifest nor the release ${move.release.version} says which tag or digest of ${name} it is.`,
      remedy: `Add an images entry for ${name} with newTag or digest to the source's kustomization.`,
    };
  }
  if (newTag !== undefined && !/^\w[\w.-]{0,127}$/.test(newTag)) {
    return {
      code: 'not-text',
      message: `"${newTag}" is not a tag an image can have.`,
      remedy: `Correct newTag of ${name} in the source's kustomization.`,
    };
  }
  return {
    ...(newTag !== undefined && { newTag }),
    ...(digest !== undefined && { digest }),
  };
}

/** The fields of one image that change, or why it may not. */
function changesOf(
  name: string,
  move: ImageMove,
  { images }: Kustomization,
):
  | { readonly ok: true; readonly changes: readonly FieldChange[] }
  | { readonly ok: false; readonly problem: ManifestProblem } {
  const pair = pairOf(name, move);
  if ('code' in pair) return { ok: false, problem: pair };
  const entry = images.find(image => image.name === name);
  const added: FieldChange[] = entry
    ? []
    : [{ pointer: fieldPointer(name, 'name'), after: name }];
  const fields = (['newTag', 'digest'] as const).flatMap(
    (field): FieldChange[] => {
      const value = entry?.fields[field]?.value.value;
      const before = typeof value === 'string' ? value : undefined;
      const after = pair[field];
      if (before === after) return [];
      return [
        {
          pointer: fieldPointer(name, field),
          ...(before !== undefined && { before }),
          ...(after !== undefined && { after }),
        },
      ];
    },
  );
  const changes = [...added, ...fields];
  const isOwn = move.release.images.some(image => image.name === name);
  return isOwn || changes.length === 0
    ? { ok: true, changes }
    : { ok: false, problem: noPart(name, move) };
}

/** An image that is not the release's is nobody's to move: no evidence and no look at what is live is about it. */
function noPart(name: string, { release }: ImageMove): ManifestProblem {
  return {
    code: 'no-image',
    message: `The release ${release.version} has no image ${name}, which the rules list for the target.`,
    remedy: `List ${name} under environments.*.images of the source too, or take it off the target's.`,
  };
}

/** Images of the release that would not be written, so that it would never be what is live. */
function leftBehind(
  names: readonly string[],
  { release }: ImageMove,
): readonly ManifestProblem[] {
  return release.images
    .filter(({ name }) => !names.includes(name))
    .map(({ name }) => ({
      code: 'ambiguous-images' as const,
      message: `The release ${release.version} has the image ${name}, which the rules do not list for the target.`,
      remedy: `List ${name} under environments.*.images of the target.`,
    }));
}

/** Tries the writes and their reverse; where the reverse would not give the same bytes, keeps how the field was written. */
function withText(
  text: string,
  changes: readonly FieldChange[],
  kustomization: Kustomization,
):
  | { ok: true; changes: readonly FieldChange[] }
  | { ok: false; problems: readonly ManifestProblem[] } {
  const applied = applyFieldWrites(text, changes);
  if (!applied.ok) return { ok: false, problems: [applied.problem] };
  const back = applyFieldWrites(applied.text, revertWrites(changes));
  if (back.ok && back.text === text) return { ok: true, changes };
  return {
    ok: true,
    changes: changes.map(change => {
      const beforeText = writtenAs(text, change, kustomization);
      return beforeText === undefined ? change : { ...change, beforeText };
    }),
  };
}

function writtenAs(
  text: string,
  change: FieldChange,
  { images }: Kustomization,
): string | undefined {
  const target = parseFieldPointer(change.pointer);
  if (target?.kind !== 'field' || target.field === 'name') return undefined;
  if (change.before === undefined) return undefined;
  const entry = images.find(image => image.name === target.image);
  if (!entry) return undefined;
  if (change.after === undefined) {
    return fieldExtent(text, entry, target.field)?.written;
  }
  const range = entry.fields[target.field]?.value.range;
  return range ? text.slice(range[0], range[1]) : undefined;
}
