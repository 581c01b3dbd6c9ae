// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { InputError } from '@backstage/errors';
import type { z } from 'zod';
import type { Route } from 'backstage-plugin-promotion-common/contract';

/** A request as it came. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A request whose every part is as the contract says. */
export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Parses a request by its route, all parts at once. What was sent is never repeated in the message: it may hold a
 * secret that was put in the wrong place.
 *
 * @throws InputError that names every wrong field and why
 */
export function parseRequest(route: Route, raw: RawRequest): ParsedRequest {
  const { params, query, body } = raw;
  const mistakes = [...unusableText({ params, query, body }, '')];
  if (mistakes.length > 0) throw unusable(mistakes);
  const read = (part: 'params' | 'query' | 'body') => {
    const schema = route[part];
    if (!schema) return undefined;
    const parsed = schema.safeParse(raw[part]);
    if (parsed.success) return parsed.data;
    mistakes.push(...parsed.error.issues.map(issue => inWords(part, issue)));
    return undefined;
  };
  if (route.body && raw.body === undefined) {
    throw new InputError(
      'The body is missing. Send JSON with the header Content-Type: application/json.',
    );
  }
  const request = {
    params: read('params'),
    query: read('query'),
    body: read('body'),
  };
  if (mistakes.length > 0) {
    throw unusable(mistakes);
  }
  return request;
}

function unusable(mistakes: readonly string[]): InputError {
  return new InputError(`Invalid request: ${mistakes.slice(0, 20).join('; ')}`);
}

/**
 * The one check of all text that comes in, before any schema: characters that no database keeps or no text has, and keys
 * that mean something else to JavaScript. Names the place, and never the text.
 */
function unusableText(value: unknown, place: string): readonly string[] {
  if (typeof value === 'string') {
    if (value.includes('\0')) return [`${place}: contains a NUL character`];
    return LONE_SURROGATE.test(value)
      ? [`${place}: contains half of a character (a lone surrogate)`]
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = place === '' ? key : `${place}.${key}`;
    return reservedKeys.has(key)
      ? [`${place}: the key ${key} is not allowed`]
      : unusableText(inner, at);
  });
}

const LONE_SURROGATE =
  /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

const reservedKeys = new Set(['__proto__', 'constructor', 'prototype']);

function inWords(part: string, issue: z.core.$ZodIssue): string {
  const place = issue.path.reduce<string>(
    (path, key) =>
      typeof key === 'number' ? `${path}[${key}]` : `${path}.${String(key)}`,
    part,
  );
  return `${place}: ${issue.message}`;
}
