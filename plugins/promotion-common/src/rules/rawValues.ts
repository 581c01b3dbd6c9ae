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
