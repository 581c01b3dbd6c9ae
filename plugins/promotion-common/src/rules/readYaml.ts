// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  Pair,
  YAMLError,
} from 'yaml';
import type { DocumentPath, RulesProblem } from './RulesProblem';

/** More than any rules document needs; a larger one is a mistake or an attack. */
export const MAX_RULES_BYTES = 256 * 1024;

const MAX_ALIASES = 50;

/** A YAML document as plain data, with the way back from data to lines. */
export interface YamlSource {
  readonly value: unknown;
  readonly positionOf: (
    path: DocumentPath,
    at: 'key' | 'value',
  ) => { line: number; column: number };
}

/**
 * Reads one YAML document. `problems` may stand beside a `source`: keys written twice and a second document do not
 * keep the rest from being looked at. No `source`: nothing beyond the problems can be said.
 */
export function readYaml(text: string): {
  readonly source?: YamlSource;
  readonly problems: readonly RulesProblem[];
} {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_RULES_BYTES) {
    return {
      problems: [
        atStart(
          `The document is ${bytes} bytes long; at most ${MAX_RULES_BYTES} are read.`,
        ),
      ],
    };
  }
  try {
    return readDocument(text);
  } catch (error) {
    // Deep nesting and excessive aliases end here: the library throws instead of reporting them.
    const why = error instanceof Error ? error.message : String(error);
    return { problems: [atStart(`The document cannot be read: ${why}.`)] };
  }
}

function readDocument(text: string): ReturnType<typeof readYaml> {
  const lines = new LineCounter();
  const documents = [
    ...parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
    }),
  ];
  const first = documents[0];
  if (!first || first.contents === null) {
    return { problems: [atStart('The document is empty.')] };
  }
  const place = (offset: number) => placeAt(lines, offset);
  const problems = documents.flatMap(document =>
    [...document.errors, ...document.warnings].map(error =>
      yamlProblem(error, text, place),
    ),
  );
  const second = documents[1];
  if (second) {
    problems.push({
      message:
        'A rules document stands alone: put the second document into its own file.',
      pointer: '',
      ...place(second.range[0]),
    });
  }
  const unreadable = first.errors.some(error => error.code !== 'DUPLICATE_KEY');
  if (unreadable) return { problems };
  return {
    problems,
    source: {
      value: first.toJS({ maxAliasCount: MAX_ALIASES }),
      positionOf: (path, at) => place(offsetOf(first, path, at)),
    },
  };
}

function yamlProblem(
  error: YAMLError,
  text: string,
  place: (offset: number) => { line: number; column: number },
): RulesProblem {
  const [start, end] = error.pos;
  const key = /^[\w.-]+/.exec(
    text.slice(start, Math.max(end, start + 80)),
  )?.[0];
  const message =
    error.code === 'DUPLICATE_KEY'
      ? `The key ${key ?? ''} stands here twice; only one of them can count.`
      : `This is not YAML: ${error.message.replace(/\.?$/, '.')}`;
  return { message, pointer: '', ...place(start) };
}

function atStart(message: string): RulesProblem {
  return { message, pointer: '', line: 1, column: 1 };
}

function placeAt(lines: LineCounter, offset: number) {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** The offset of the deepest thing on the path that exists: a scalar's own place, a collection's key. */
function offsetOf(
  document: Document.Parsed,
  path: DocumentPath,
  at: 'key' | 'value',
): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, part] of path.entries()) {
    const step = descend(isAlias(node) ? node.resolve(document) : node, part);
    if (!step) return offset;
    const wantsKey = at === 'key' && depth === path.length - 1;
    const valueStart = isCollection(step.value)
      ? undefined
      : startOf(step.value);
    const isEmpty = isScalar(step.value) && step.value.source === '';
    const preferred = wantsKey || isEmpty ? undefined : valueStart;
    offset = preferred ?? startOf(step.key) ?? startOf(step.value) ?? offset;
    node = step.value;
  }
  return offset;
}

function descend(
  node: unknown,
  part: string | number,
): { key?: unknown; value: unknown } | undefined {
  if (isSeq(node)) {
    const value = node.items[Number(part)];
    return value === undefined ? undefined : { value };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(item => keyText(item) === String(part));
  return pair && { key: pair.key, value: pair.value };
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
