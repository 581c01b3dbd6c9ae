// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  Pair,
  parseAllDocuments,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import type { ManifestProblem } from './ManifestProblem';
import { isPlainSafe } from './scalarText';

/** The fields of an `images` entry that say what is deployed, in the order kustomize writes them. */
export const imageFields = [
  'name',
  'newName',
  'newTag',
  'tagSuffix',
  'digest',
] as const;
/** @see imageFields */
export type ImageField = (typeof imageFields)[number];

/** More aliases than any kustomization resolves. */
export const MAX_ALIASES = 100;

/** A file broken at its start is broken in every line: the first few say enough. */
const MAX_PROBLEMS = 5;

/** A key and value of an entry with their places in the text. */
export interface FieldNode {
  readonly key: Scalar;
  readonly value: Scalar;
}

/** An `images` entry as it stands in the text. */
export interface ImageNode {
  readonly map: YAMLMap;
  readonly name: string;
  readonly fields: Partial<Record<ImageField, FieldNode>>;
}

/** A kustomization with its places in the text. `list` absent: `images` is missing or empty. */
export interface Kustomization {
  readonly document: Document.Parsed;
  readonly imagesKey?: Scalar;
  readonly list?: YAMLSeq;
  readonly images: readonly ImageNode[];
}

/** A kustomization, or every reason why it cannot be edited with care. */
export type ParsedKustomization =
  | { readonly ok: true; readonly kustomization: Kustomization }
  | { readonly ok: false; readonly problems: readonly ManifestProblem[] };

/** Reads a kustomization for editing; what cannot be edited byte by byte with certainty is refused. */
export function parseKustomization(text: string): ParsedKustomization {
  if (text.includes('{{')) {
    return refused({
      code: 'template',
      message: 'The manifest holds "{{" and so is a template, not YAML.',
      remedy: 'Keep templates out of the kustomization.',
    });
  }
  try {
    return parseDocument(text);
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

function parseDocument(text: string): ParsedKustomization {
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
        message: `The manifest is not sound YAML, line ${
          lines.linePos(error.pos[0]).line
        }: ${error.message}.`,
        remedy: 'Mend it, or restore an earlier version.',
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
  // Throws on excessive aliases here, once, so that no later look at the data can.
  document.toJS({ maxAliasCount: MAX_ALIASES });
  return readEntries(document, document.contents, lines);
}

function readEntries(
  document: Document.Parsed,
  root: YAMLMap,
  lines: LineCounter,
): ParsedKustomization {
  const pair = root.items.find(item => keyOf(item) === 'images');
  if (!pair || !isScalar(pair.key)) {
    return { ok: true, kustomization: { document, images: [] } };
  }
  const imagesKey = pair.key;
  if (
    pair.value === null ||
    (isScalar(pair.value) && pair.value.value === null)
  ) {
    const isWritten = isScalar(pair.value) && pair.value.source !== '';
    return isWritten
      ? refused(unsupported('images is null', lineOf(pair.key, lines)))
      : { ok: true, kustomization: { document, imagesKey, images: [] } };
  }
  if (!isSeq(pair.value) || pair.value.anchor !== undefined) {
    return refused(
      unsupported('images is not a plain list', lineOf(pair.key, lines)),
    );
  }
  const list = pair.value;
  const entries = list.items.map(item => readEntry(item, lines));
  const problems = [
    ...entries.flatMap(entry => ('problems' in entry ? entry.problems : [])),
  ];
  const images = entries.flatMap(entry => ('problems' in entry ? [] : [entry]));
  const names = images.map(image => image.name);
  for (const name of new Set(
    names.filter((each, at) => names.indexOf(each) < at),
  )) {
    problems.push({
      code: 'ambiguous-images',
      message: `The manifest has several images entries for ${name}.`,
      remedy: 'Keep one of them.',
    });
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, kustomization: { document, imagesKey, list, images } };
}

function readEntry(
  item: unknown,
  lines: LineCounter,
): ImageNode | { problems: ManifestProblem[] } {
  const line = lineOf(item, lines);
  if (!isMap(item) || item.anchor !== undefined || item.tag) {
    return {
      problems: [unsupported('an images entry is not a plain map', line)],
    };
  }
  const fields: Partial<Record<ImageField, FieldNode>> = {};
  const problems: ManifestProblem[] = [];
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
    else if (isScalar(pair.value))
      fields[field] = { key: pair.key, value: pair.value };
  }
  const name = fields.name?.value.value;
  if (problems.length > 0) return { problems };
  return typeof name === 'string'
    ? { map: item, name, fields }
    : { problems: [unsupported('an images entry has no name', line)] };
}

function fieldProblem(
  field: ImageField,
  value: unknown,
  line: number,
): ManifestProblem | undefined {
  if (isAlias(value) || (isNode(value) && value.anchor !== undefined)) {
    return unsupported(`${field} has an anchor or is an alias`, line);
  }
  if (!isScalar(value)) return unsupported(`${field} is not text`, line);
  if (
    value.type === Scalar.BLOCK_FOLDED ||
    value.type === Scalar.BLOCK_LITERAL
  ) {
    return unsupported(`${field} is a block of text`, line);
  }
  if (value.value === null && !value.source) {
    return unsupported(`${field} has no value`, line);
  }
  const isPlain = value.type === Scalar.PLAIN && !value.tag;
  const source = value.source ?? '';
  if (typeof value.value !== 'string' || (isPlain && !isPlainSafe(source))) {
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

function refused(problem: ManifestProblem): ParsedKustomization {
  return { ok: false, problems: [problem] };
}
