// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { DocumentPath } from './RulesProblem';

// A document with mistakes has no type: these read what is there and answer nothing where it is something else.

/** The value as an object's own entries; anything else has none. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The value as a list; anything else is an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** One own key of an object; absent when the value is not an object or has no such key. */
export function fieldOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key)
    ? value[String(key)]
    : undefined;
}

/** One own key of an object, if it holds text. */
export function textOf(value: unknown, key: string): string | undefined {
  const field = fieldOf(value, key);
  return typeof field === 'string' ? field : undefined;
}

/** The value at a path; absent when the path leads nowhere. */
export function valueAt(value: unknown, path: DocumentPath): unknown {
  return path.reduce((current, part) => fieldOf(current, part), value);
}

/** The id by which a gate or a validation is known on its path: its name, else its kind. */
export function ruleIdOf(value: unknown): string | undefined {
  return textOf(value, 'name') ?? textOf(value, 'kind');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of them, without asking for more. */
export function* take<T>(items: Iterable<T>, most: number): Generator<T> {
  let left = most;
  for (const item of items) {
    if (left <= 0) return;
    left -= 1;
    yield item;
  }
}

/** A name from the document, cut to what a sentence can hold. */
export function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Names from the document for a sentence: the first ten, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - 10;
  return [
    ...names.slice(0, 10).map(shortened),
    ...(more > 0 ? [`${more} more`] : []),
  ].join(', ');
}
