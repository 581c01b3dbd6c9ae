// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseAllDocuments,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { ManifestProblem } from '../ManifestProblem';
import { foreignManifest } from './foreignManifest';
import { isPlainText } from './scalarText';

/** The fields of an `images` entry that say what is deployed, in the order kustomize writes them. */
const imageFields = [
  'name',
  'newName',
  'newTag',
  'tagSuffix',
  'digest',
] as const;
/** @see imageFields */
export type ImageField = (typeof imageFields)[number];

/** More aliases than any kustomization resolves. */
const MAX_ALIASES = 100;

/** A file broken at its start is broken in every line: the first few say enough. */
const MAX_PROBLEMS = 5;

/** An entry of a kustomization's `images`. An empty value is an absent one, as it is to kustomize. */
export interface KustomizeImage {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  /** Appended by kustomize to the tag of the base, and only where there is neither `newTag` nor `digest`. */
  readonly tagSuffix?: string;
  readonly digest?: string;
}

/** A key and value of an entry with their places in the text. */
export interface FieldNode {
  readonly key: Scalar;
  readonly value: Scalar;
}

/** An `images` entry as it stands in the text. */
export interface ImageNode {
  /** Absent: the entry is not written as one. */
  readonly map?: YAMLMap;
  /** Empty: it has none. */
  readonly name: string;
  readonly fields: Partial<Record<ImageField, FieldNode>>;
  /** Why this entry cannot be read for certain; those about other entries do not matter to it. */
  readonly problems: readonly ManifestProblem[];
}

/** A kustomization that was parsed once, with its places in the text. */
export interface Kustomization {
  readonly text: string;
  /** The whole of it as data. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly imagesKey?: Scalar;
  /** Absent: `images` is missing or empty. */
  readonly list?: YAMLSeq;
  /** `null` or `~` where it is written out. */
  readonly written?: Scalar;
  readonly entries: ReadonlyMap<string, ImageNode>;
  /** What kustomize makes of the entries that can be read for certain. */
  readonly images: readonly KustomizeImage[];
  /** Every reason why no new release may be written here; going back only minds those of the entries it is about. */
  readonly problems: readonly ManifestProblem[];
}

/** A kustomization, or why the text is none. */
export type ReadKustomization =
  | { readonly ok: true; readonly reading: Kustomization }
  | { readonly ok: false; readonly problems: readonly ManifestProblem[] };

/** Reads a kustomization for editing; what cannot be edited byte by byte with certainty is a problem. */
export function readKustomization(text: string): ReadKustomization {
  try {
    return parseText(text);
  } catch (error) {
    // Deep nesting and excessive aliases end here: the library throws instead of reporting them.
    return refused({
      code: 'not-yaml',
      message: `The manifest cannot be read: ${
        error instanceof Error ? error.message : String(error)
      }.`,
      remedy: 'Write it plainly.',
    });
  }
}

function parseText(text: string): ReadKustomization {
  const lines = new LineCounter();
  const documents = [
    ...parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
    }),
  ];
  const errors = documents
    .flatMap(document => document.errors)
    .slice(0, MAX_PROBLEMS);
  if (errors.length > 0) {
    const problems = errors.map(
      (error): ManifestProblem => ({
        code: 'not-yaml',
        message: `The manifest is not valid YAML, line ${
          lines.linePos(error.pos[0]).line
        }: ${error.message}.`,
        remedy: text.includes('{{')
          ? 'Remove the template expressions ("{{"): kustomize has none.'
          : 'Fix it, or restore an earlier version.',
      }),
    );
    return { ok: false, problems };
  }
  const [document] = documents;
  if (!document || documents.length > 1 || !isMap(document.contents)) {
    return refused({
      code: 'not-a-kustomization',
      message: 'The manifest is not one YAML document with keys.',
      remedy: 'Point the rules at a kustomization.yaml.',
    });
  }
  return readRoot({ document, root: document.contents, text, lines });
}

interface Parsed {
  readonly document: Document.Parsed;
  readonly root: YAMLMap;
  readonly text: string;
  readonly lines: LineCounter;
}

function readRoot({ document, root, text, lines }: Parsed): ReadKustomization {
  // Throws on excessive aliases here, once, so that no later look at the data can.
  const content: Record<string, unknown> = document.toJS({
    maxAliasCount: MAX_ALIASES,
  });
  const foreign = foreignManifest(content);
  if (foreign) return refused(foreign);
  const old = root.items.find(item => keyOf(item) === 'imageTags');
  if (old) {
    const problem = unsupported(
      'imageTags stands for images',
      lineOf(old.key, lines),
    );
    return refused({ ...problem, remedy: 'Rename imageTags to images.' });
  }
  const pair = root.items.find(item => keyOf(item) === 'images');
  const bare = { text, content, entries: new Map(), images: [], problems: [] };
  if (!pair || !isScalar(pair.key)) return { ok: true, reading: bare };
  const imagesKey = pair.key;
  const { value } = pair;
  if (value === null || (isScalar(value) && value.value === null)) {
    const isWritten = isScalar(value) && value.source !== '';
    return {
      ok: true,
      reading: { ...bare, imagesKey, ...(isWritten && { written: value }) },
    };
  }
  if (!isSeq(value) || value.anchor !== undefined) {
    return refused(
      unsupported('images is not a plain list', lineOf(pair.key, lines)),
    );
  }
  return {
    ok: true,
    reading: { ...bare, imagesKey, list: value, ...readList(value, lines) },
  };
}

function readList(
  list: YAMLSeq,
  lines: LineCounter,
): Pick<Kustomization, 'entries' | 'images' | 'problems'> {
  const entries = new Map<string, ImageNode>();
  const problems: ManifestProblem[] = [];
  for (const item of list.items) {
    const entry = readEntry(item, lines);
    const other = entries.get(entry.name);
    if (
      other &&
      entry.name !== '' &&
      !/several/.test(other.problems[0]?.message ?? '')
    ) {
      const twice: ManifestProblem = {
        code: 'ambiguous-images',
        message: `The manifest has several images entries for ${entry.name}.`,
        remedy: 'Keep one of them.',
      };
      problems.push(twice);
      entries.set(entry.name, { ...other, problems: [twice] });
    } else if (!other) {
      entries.set(entry.name, entry);
    }
    problems.push(...entry.problems);
  }
  for (const taken of takenOver([...entries.values()])) {
    problems.push(...taken.problems);
    entries.set(taken.name, taken);
  }
  const images = [...entries.values()]
    .filter(entry => entry.problems.length === 0)
    .map(imageOf);
  return { entries, images, problems };
}

/**
 * The entries whose new name a later one has: kustomize goes through them in order, so that the later one says what is
 * deployed, whatever is written here.
 */
function takenOver(entries: readonly ImageNode[]): ImageNode[] {
  return entries.flatMap((entry, index) => {
    const newName = entry.fields.newName?.value.value;
    const isTaken =
      entry.problems.length === 0 &&
      entries.slice(index + 1).some(({ name }) => name === newName);
    if (!isTaken) return [];
    const problem: ManifestProblem = {
      code: 'ambiguous-images',
      message: `The manifest renames ${entry.name} to ${newName}, for which a later images entry says something else.`,
      remedy: `Set the release of ${newName} in one of the two entries, and remove the other.`,
    };
    return [{ ...entry, problems: [problem] }];
  });
}

function imageOf({ name, fields }: ImageNode): KustomizeImage {
  const text = (field: ImageField) => {
    const value = fields[field]?.value.value;
    return typeof value === 'string' && value !== '' ? { [field]: value } : {};
  };
  return {
    name,
    ...text('newName'),
    ...text('newTag'),
    ...text('tagSuffix'),
    ...text('digest'),
  };
}

function readEntry(item: unknown, lines: LineCounter): ImageNode {
  const line = lineOf(item, lines);
  const fields: ImageNode['fields'] = {};
  const problems: ManifestProblem[] = [];
  if (!isMap(item) || item.anchor !== undefined || item.tag) {
    const problem = unsupported('an images entry is not a plain map', line);
    return { name: '', fields, problems: [problem] };
  }
  for (const pair of item.items) {
    const key = keyOf(pair);
    if (key === '<<' || isAlias(pair.key)) {
      problems.push(
        unsupported('an images entry is merged from elsewhere', line),
      );
    }
    const field = imageFields.find(each => each === key);
    if (!field || !isScalar(pair.key)) continue;
    const problem = fieldProblem(field, pair.value, lineOf(pair.key, lines));
    if (problem) problems.push(problem);
    if (isScalar(pair.value)) {
      fields[field] = { key: pair.key, value: pair.value };
    }
  }
  const name = fields.name?.value.value;
  if (typeof name === 'string' && name !== '') {
    return { map: item, name, fields, problems };
  }
  if (problems.length === 0) {
    problems.push(unsupported('an images entry has no name', line));
  }
  return { map: item, name: '', fields, problems };
}

function fieldProblem(
  field: ImageField,
  value: unknown,
  line: number,
): ManifestProblem | undefined {
  if (isAlias(value) || (isNode(value) && value.anchor !== undefined)) {
    return unsupported(`${field} has an anchor or is an alias`, line);
  }
  if (!isScalar(value)) {
    const isTemplate = isMap(value) && value.flow && isMap(value.items[0]?.key);
    return isTemplate
      ? template(field, line)
      : unsupported(`${field} is not text`, line);
  }
  if (
    value.type === Scalar.BLOCK_FOLDED ||
    value.type === Scalar.BLOCK_LITERAL
  ) {
    return unsupported(`${field} is a block of text`, line);
  }
  // kustomize takes nothing for absent.
  if (value.value === null || value.value === '') return undefined;
  const isPlain = value.type === Scalar.PLAIN && !value.tag;
  const source = value.source ?? '';
  if (source.includes('{{')) return template(field, line);
  if (typeof value.value !== 'string' || (isPlain && !isPlainText(source))) {
    return {
      code: 'not-text',
      message: `${field} is ${source} (line ${line}), which YAML parsers read as something other than text.`,
      remedy: `Quote it: ${field}: "${source}".`,
    };
  }
  if (field === 'digest' && !/^sha256:[0-9a-f]{64}$/.test(value.value)) {
    return unsupported('digest is not sha256 and 64 hex digits', line);
  }
  return undefined;
}

function template(field: ImageField, line: number): ManifestProblem {
  return {
    code: 'template',
    message: `${field} of an images entry is a template (line ${line}).`,
    remedy: 'Write the value itself: kustomize has no templates.',
  };
}

function keyOf(pair: Pair): unknown {
  return isScalar(pair.key) ? pair.key.value : undefined;
}

function lineOf(node: unknown, lines: LineCounter): number {
  return lines.linePos((isNode(node) && node.range?.[0]) || 0).line;
}

function unsupported(what: string, line: number): ManifestProblem {
  return {
    code: 'unsupported-image-field',
    message: `In the manifest ${what} (line ${line}).`,
    remedy: 'Write the images entry out with plain values.',
  };
}

function refused(problem: ManifestProblem): ReadKustomization {
  return { ok: false, problems: [problem] };
}
