// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { z } from 'zod';
import { nearestOf, placesOf } from './nearest';
import { DURATION_PATTERN, PERCENTAGE_PATTERN } from '../model/quantities';
import { fieldOf, shortened, valueAt } from './rawValues';
import {
  chosenSchema,
  JsonSchema,
  rulesJsonSchema,
  schemaOfPart,
} from './rulesJsonSchema';
import type { DocumentPath, Finding } from './RulesProblem';

/** One thing the schema finds wrong. */
export type Issue = z.core.$ZodIssue;

/** Says what the schema found in words that name the thing and the remedy; the place is added later. */
export function* describeIssue(
  issue: Issue,
  root: unknown,
): Generator<Finding> {
  const path = issue.path.map(part =>
    typeof part === 'number' ? part : String(part),
  );
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) yield unknownKey(root, path, key);
    return;
  }
  const value = valueAt(root, path);
  const key = nameOf(path);
  const schema = schemaAt(root, path);
  const finding = (message: string, nearest?: string): Finding => ({
    path,
    at: issue.code === 'invalid_key' ? 'key' : 'value',
    message,
    ...(nearest !== undefined && { nearest }),
  });
  if (value === undefined && issue.code !== 'custom') {
    yield finding(missing(key, issue, schema));
  } else if (value === null) {
    yield finding(`${key} is empty: give it a value or leave the key out`);
  } else if (schema?.description?.startsWith('Not available')) {
    yield finding(`${key}: ${schema.description}`);
  } else {
    const choices = choicesOf(issue);
    yield choices
      ? wrongChoice(key, value, choices, finding)
      : finding(wrongValue(issue, { key, value, schema }));
  }
}

function wrongChoice(
  key: string,
  value: unknown,
  choices: readonly string[],
  finding: (message: string, nearest?: string) => Finding,
): Finding {
  const nearest =
    typeof value === 'string' ? nearestOf(value, choices) : undefined;
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  const allowed =
    choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`;
  return finding(
    `${key} is ${shown(value)}; it must be ${allowed}.${hint}`,
    nearest,
  );
}

function nameOf(path: DocumentPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the document';
  return typeof last === 'number'
    ? `entry ${last + 1} of ${path.at(-2)}`
    : shortened(last);
}

function missing(key: string, issue: Issue, schema?: JsonSchema): string {
  const choices = choicesOf(issue);
  const what = choices
    ? `one of ${choices.join(', ')}`
    : schema?.description ?? expected(schema);
  return what === undefined
    ? `${key} is missing`
    : `${key} is missing: ${what}`;
}

function wrongValue(
  issue: Issue,
  at: { key: string; value: unknown; schema?: JsonSchema },
): string {
  const { key, value, schema } = at;
  switch (issue.code) {
    case 'invalid_type':
      return `${key} must be ${expected(schema) ?? issue.expected}, not ${shown(
        value,
      )}`;
    case 'invalid_key':
      return `the name ${key} is not allowed: ${issue.issues[0]?.message}`;
    case 'too_small':
      return `${key} ${bound(issue.origin, 'at least', Number(issue.minimum))}`;
    case 'too_big':
      return `${key} ${bound(issue.origin, 'at most', Number(issue.maximum))}`;
    case 'invalid_format':
      return `${key} is ${shown(value)}: ${issue.message}`;
    default:
      return issue.message;
  }
}

function bound(origin: string, how: string, limit: number): string {
  if (origin === 'array') {
    return `needs ${how} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  }
  if (origin === 'string') return `can have ${how} ${limit} characters`;
  return `must be ${how} ${limit}`;
}

function choicesOf(issue: Issue): string[] | undefined {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'invalid_union' || !issue.discriminator) return undefined;
  const options: unknown = 'options' in issue ? issue.options : undefined;
  return Array.isArray(options) ? options.map(String) : undefined;
}

function expected(schema?: JsonSchema): string | undefined {
  if (schema?.pattern === DURATION_PATTERN.source) {
    return 'a duration such as 10m or 24h';
  }
  if (schema?.pattern === PERCENTAGE_PATTERN.source) {
    return 'a percentage such as 99.5%';
  }
  const names: Record<string, string> = {
    string: 'text',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a set of keys',
  };
  return schema?.oneOf ? names.object : names[schema?.type ?? ''];
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a set of keys';
  if (typeof value === 'string') return `"${value.slice(0, 80)}"`;
  return `the ${typeof value} ${String(value)}`;
}

function unknownKey(root: unknown, path: DocumentPath, key: string): Finding {
  const schema = schemaAt(root, path);
  const here = schema && chosenSchema(schema, valueAt(root, path));
  const known = Object.keys(here?.properties ?? {});
  const unused = known.filter(
    name => fieldOf(valueAt(root, path), name) === undefined,
  );
  const near = nearestOf(key, unused) ?? nearestOf(key, known);
  const elsewhere = near === undefined ? placesOf(key) : [];
  const places = [...new Set(elsewhere.map(found => found.place))];
  const belongs = elsewhere[0];
  const where = places.map(rootWord).join(', ');
  const misplaced = belongs && `${belongs.key} belongs to ${where}.`;
  const suggestion = near === undefined ? misplaced : `Did you mean ${near}?`;
  const hint = suggestion ?? `Allowed keys: ${known.join(', ')}.`;
  const nearest =
    near ?? (belongs && [belongs.place, belongs.key].filter(Boolean).join('.'));
  return {
    path: [...path, key],
    at: 'key',
    message: `unknown key ${shortened(key)}. ${hint}`,
    ...(nearest !== undefined && { nearest }),
  };
}

function rootWord(place: string): string {
  return place === '' ? 'the top of the document' : place;
}

function schemaAt(root: unknown, path: DocumentPath): JsonSchema | undefined {
  let schema: JsonSchema | undefined = rulesJsonSchema();
  let value = root;
  for (const part of path) {
    if (!schema) return undefined;
    schema = schemaOfPart(schema, part, value);
    value = fieldOf(value, part);
  }
  return schema;
}
