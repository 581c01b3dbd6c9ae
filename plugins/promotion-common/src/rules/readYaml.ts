// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  Composer,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type Document,
  type YAMLMap,
} from 'yaml';
import { shortened, take } from './rawValues';
import type { DocumentPath, RulesProblem } from './RulesProblem';

/** More than any rules document needs; a larger one is a mistake or an attack. */
export const MAX_RULES_BYTES = 256 * 1024;

/** At most this many mistakes are said at once. */
export const MAX_PROBLEMS = 50;

const MAX_TOKENS = 60_000;
const MAX_ALIASES = 50;
const UNFIT_TEXT = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

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
          `The document has ${bytes} bytes (max ${MAX_RULES_BYTES}): split it into several documents.`,
        ),
      ],
    };
  }
  try {
    return readDocument(text);
  } catch (error) {
    // Deep nesting and excessive aliases end here: the library throws instead of reporting them.
    const why = error instanceof Error ? error.message : String(error);
    return {
      problems: [
        atStart(`The document cannot be read: ${why.replace(/\.$/, '')}.`),
      ],
    };
  }
}

function readDocument(text: string): ReturnType<typeof readYaml> {
  const lines = new LineCounter();
  const place = (offset: number) => placeAt(lines, offset);
  const composer = new Composer({ logLevel: 'error', uniqueKeys: false });
  const documents = [
    ...take(composer.compose(tokensOf(text, lines), true, text.length), 2),
  ];
  const [first, second] = documents;
  if (!first || first.contents === null) {
    return { problems: [atStart('The document is empty.')] };
  }
  const errors = documents.flatMap(each => [...each.errors, ...each.warnings]);
  const problems = errors.slice(0, MAX_PROBLEMS).map(
    ({ message, pos }): RulesProblem => ({
      message: `Invalid YAML: ${message.replace(/\.?$/, '.')}`,
      pointer: '',
      ...place(pos[0]),
    }),
  );
  if (second) {
    problems.push({
      message:
        'One document per file: move the second document to a file of its own.',
      pointer: '',
      ...place(second.range[0]),
    });
  }
  if (first.errors.length > 0) return { problems };
  const unfit = [...take(unfitIn(first.contents), MAX_PROBLEMS)];
  problems.push(
    ...unfit.map(({ message, node }) => ({
      message,
      pointer: '',
      ...place(startOf(node) ?? 0),
    })),
  );
  if (unfit.some(({ hidesTheRest }) => hidesTheRest)) return { problems };
  const pairs = new WeakMap<YAMLMap, PairsByKey>();
  return {
    problems,
    source: {
      value: first.toJS({ maxAliasCount: MAX_ALIASES }),
      positionOf: (path, at) => place(offsetOf(first, path, { at, pairs })),
    },
  };
}

/** The tokens of the text, as long as there are no more than any rules document needs: what follows costs by the token. */
function* tokensOf(text: string, lines: LineCounter) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > MAX_TOKENS) {
      throw new RangeError(
        `it has more than ${MAX_TOKENS} keys, values and signs; split it into several documents`,
      );
    }
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

/** Something a rules document cannot hold. */
interface Unfit {
  readonly message: string;
  readonly node: unknown;
  /** Whether reading on would say wrong things about the rest. */
  readonly hidesTheRest: boolean;
}

/** Keys that are written twice, or that mean something to the language, and texts that no database keeps. */
function* unfitIn(node: unknown): Generator<Unfit> {
  if (isSeq(node)) {
    for (const item of node.items) yield* unfitIn(item);
  } else if (isMap(node)) {
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      yield* unfitKey(key, seen);
      yield* unfitIn(value);
    }
  } else if (
    isScalar(node) &&
    typeof node.value === 'string' &&
    UNFIT_TEXT.test(node.value)
  ) {
    const message =
      'The text holds a control character or half of a character pair: remove it.';
    yield { message, node, hidesTheRest: false };
  }
}

function* unfitKey(node: unknown, seen: Set<string>): Generator<Unfit> {
  if (!isScalar(node) || node.value === null) {
    const message = 'A key must be plain text, not a list or a set of keys.';
    yield { message, node, hidesTheRest: true };
    return;
  }
  const key = String(node.value);
  if (Object.hasOwn(Object.prototype, key)) {
    const message = `The key ${key} is reserved: choose another name.`;
    yield { message, node, hidesTheRest: true };
  } else if (seen.has(key)) {
    const message = `Duplicate key ${shortened(key)}: keep one.`;
    yield { message, node, hidesTheRest: false };
  }
  seen.add(key);
  yield* unfitIn(node);
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
  how: { at: 'key' | 'value'; pairs: WeakMap<YAMLMap, PairsByKey> },
): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, part] of path.entries()) {
    const here = isAlias(node) ? node.resolve(document) : node;
    const step = descend(here, part, how.pairs);
    if (!step) return offset;
    const wantsKey = how.at === 'key' && depth === path.length - 1;
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

type PairsByKey = ReadonlyMap<string, { key: unknown; value: unknown }>;

function descend(
  node: unknown,
  part: string | number,
  pairs: WeakMap<YAMLMap, PairsByKey>,
): { key?: unknown; value: unknown } | undefined {
  if (isSeq(node)) {
    const value = node.items[Number(part)];
    return value === undefined ? undefined : { value };
  }
  if (!isMap(node)) return undefined;
  const known = pairs.get(node) ?? pairsByKey(node);
  pairs.set(node, known);
  return known.get(String(part));
}

function pairsByKey(map: YAMLMap): PairsByKey {
  return new Map(
    map.items.map(({ key, value }) => [
      String(isScalar(key) ? key.value : key),
      { key, value },
    ]),
  );
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
