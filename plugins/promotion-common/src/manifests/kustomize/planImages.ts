// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite } from '../../model/Plan';
import type { ReleaseImage } from '../../model/Release';
import { fieldPointer, LIST_POINTER, parseFieldPointer } from '../fieldPointer';
import type { ImageMove, PlannedWrites } from '../ManifestFormat';
import type { ManifestProblem } from '../ManifestProblem';
import { revertWrites } from '../revertWrites';
import { editedText, proveEdit } from './editKustomization';
import type { Kustomization } from './readKustomization';
import { fieldExtent } from './spliceImages';

type Move = ImageMove<Kustomization>;

/** What is moved, by name: found once for a plan, however many images there are. */
interface KnownImages {
  readonly source: ReadonlyMap<string, Move['sourceImages'][number]>;
  readonly own: ReadonlyMap<string, ReleaseImage>;
}

/**
 * The writes that put a release into a target's kustomization. Tag and digest move together, set and removed, and a
 * write of one carries the other as it stays, so that a way back sees what was put beside it; `newName` and `tagSuffix`
 * are the environment's own and stay. A missing entry is appended where it has an effect.
 */
export function planImages(move: Move): PlannedWrites {
  const { target } = move;
  if (target.problems.length > 0) {
    return { ok: false, problems: target.problems };
  }
  const known: KnownImages = {
    source: byName(move.sourceImages),
    own: byName(move.release.images),
  };
  const planned = move.names.map(name => changesOf(name, move, known));
  const problems = planned.flatMap(change =>
    'code' in change ? [change] : [],
  );
  if (problems.length > 0) return { ok: false, problems };
  const changes = planned.flatMap(change => ('code' in change ? [] : change));
  const isListNeeded =
    !target.list && changes.some(({ pointer }) => pointer.endsWith('/name'));
  const writes = [...(isListNeeded ? listWrite(move) : []), ...changes];
  const edit = proveEdit(target, writes);
  if (edit.kind === 'refused') return { ok: false, problems: [edit.problem] };
  if (edit.kind !== 'edited')
    return { ok: true, text: target.text, writes: [] };
  // Where the reverse would not give the same bytes, it is kept how each field was written.
  const back = editedText(edit.reading, revertWrites(writes));
  return {
    ok: true,
    text: edit.text,
    writes:
      back === target.text
        ? writes
        : writes.map(write => ({ ...write, ...writtenAs(write, target) })),
  };
}

/** The lines that make a kustomization say which tag of an image runs. */
export function imageLines(image: string): string {
  return `images:\n- name: ${image}\n  newTag: "<the tag that runs>"`;
}

function listWrite({ target, file }: Move): FieldWrite[] {
  const { imagesKey, written } = target;
  if (!imagesKey) return [{ file, pointer: LIST_POINTER, after: '' }];
  if (!written) return [];
  return [
    { file, pointer: LIST_POINTER, before: written.source ?? '', after: '' },
  ];
}

/** The first of a name counts. */
function byName<T extends { readonly name: string }>(
  images: readonly T[],
): ReadonlyMap<string, T> {
  return new Map([...images].reverse().map(image => [image.name, image]));
}

/** The fields of one image, none when all is there already, or why it may not be written. */
function changesOf(
  name: string,
  move: Move,
  known: KnownImages,
): readonly FieldWrite[] | ManifestProblem {
  const pair = pairOf(name, move, known);
  if ('code' in pair) return pair;
  const { file, target } = move;
  const entry = target.entries.get(name);
  const fields = (['newTag', 'digest'] as const).map((field): FieldWrite => {
    const value = entry?.fields[field]?.value.value;
    const before = typeof value === 'string' ? value : undefined;
    // An empty value is an absent one and stays as it is.
    const after = pair[field] ?? (before === '' ? before : undefined);
    return {
      file,
      pointer: fieldPointer(name, field),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    };
  });
  if (fields.every(({ before, after }) => before === after)) return [];
  if (!known.own.has(name)) {
    return notOfTheRelease(name, move);
  }
  if (entry) return unusedProblem(name, move) ?? fields;
  const pointer = fieldPointer(name, 'name');
  return (
    missingProblem(name, move) ?? [{ file, pointer, after: name }, ...fields]
  );
}

/** Why an entry that the target does not have may not be appended. */
function missingProblem(
  name: string,
  { target, usedImages, file }: Move,
): ManifestProblem | undefined {
  const names = [...target.entries.keys()];
  const tagged = names.find(each => bareName(each) === name);
  if (tagged !== undefined) {
    return {
      code: 'unsupported-image-field',
      message: `The images entry ${tagged} holds a tag or a digest in its name, so that kustomize applies it to that one only.`,
      remedy: `Write it as name: ${name}, with newTag or digest beside it.`,
    };
  }
  const isUsed = usedImages ? usedImages.includes(name) : names.length === 0;
  if (isUsed) return undefined;
  return {
    code: 'no-image',
    message: `${file.path} has no images entry for ${name}: ${hasAndUses(
      names,
      usedImages,
    )} An entry added for ${name} might change nothing.`,
    remedy: `Call the image by one name in both environments, or add its entry to the target:\n${imageLines(
      name,
    )}`,
  };
}

/** Why an entry that is there may not be written: no container runs what it makes of the image. */
function unusedProblem(
  name: string,
  { target, usedImages, file }: Move,
): ManifestProblem | undefined {
  const own = target.images.find(image => image.name === name);
  const pulled = own?.newName ?? name;
  if (!usedImages || usedImages.includes(pulled)) return undefined;
  return {
    code: 'no-image',
    message: `The images entry for ${name} in ${
      file.path
    } matches no container: ${hasAndUses(
      [...target.entries.keys()],
      usedImages,
    )}`,
    remedy:
      'Name in it the image as the base calls it, or list another image under environments.*.images in the rules.',
  };
}

function hasAndUses(
  names: readonly string[],
  usedImages: readonly string[] | undefined,
): string {
  const has = `its entries are ${names.join(', ') || 'none'}.`;
  return usedImages
    ? `${has} The manifests that Argo CD makes of it use ${
        usedImages.join(', ') || 'none'
      }.`
    : has;
}

/** The name of an image without its tag and digest. */
function bareName(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

/** The pair the source's manifest holds where that is this very release, else the release's own. */
function pairOf(
  name: string,
  { release }: Move,
  known: KnownImages,
): { newTag?: string; digest?: string } | ManifestProblem {
  const source = known.source.get(name);
  const own = known.own.get(name);
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
      message: `Neither the source's manifest nor the release ${release.version} says which tag or digest of ${name} it is.`,
      remedy: `Add an images entry for ${name} to the source's kustomization:\n${imageLines(
        name,
      )}`,
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

/** An image that is not the release's is nobody's to move: no evidence and no look at what is live is about it. */
function notOfTheRelease(name: string, { release }: Move): ManifestProblem {
  return {
    code: 'no-image',
    message: `The release ${release.version} has no image ${name}, which the rules list for the target.`,
    remedy: `List ${name} under environments.*.images of the source too, or take it off the target's.`,
  };
}

function writtenAs(
  { pointer, before, after }: FieldWrite,
  { text, entries, written, imagesKey }: Kustomization,
): Pick<FieldWrite, 'beforeText'> {
  const target = parseFieldPointer(pointer);
  if (!target || before === undefined || before === after) return {};
  if (target.kind === 'list') {
    const from = imagesKey?.range?.[1];
    const to = written?.range?.[1];
    return from === undefined || to === undefined
      ? {}
      : { beforeText: text.slice(text.indexOf(':', from) + 1, to) };
  }
  const entry = entries.get(target.image);
  if (!entry || target.field === 'name') return {};
  if (after === undefined) {
    const extent = fieldExtent(text, entry, { field: target.field, gone: [] });
    return extent ? { beforeText: extent.written } : {};
  }
  const range = entry.fields[target.field]?.value.range;
  return range ? { beforeText: text.slice(range[0], range[1]) } : {};
}
