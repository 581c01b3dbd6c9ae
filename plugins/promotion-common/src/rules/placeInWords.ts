// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ruleIdOf, textOf, valueAt } from './rawValues';
import type { DocumentPath } from './RulesProblem';

/** The place and what is wrong there, as one sentence. */
export function sentence(
  root: unknown,
  path: DocumentPath,
  message: string,
): string {
  const place = placeInWords(root, path);
  const text = place === '' ? message : `${place}: ${message}`;
  const ended = /[.?!]$/.test(text) ? text : `${text}.`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
}

/** The place of a path in words: `path dev → staging, gate coverage`. Empty for the document itself. */
function placeInWords(root: unknown, path: DocumentPath): string {
  const [first, second, third, fourth] = path;
  if (second === undefined) return '';
  if (first === 'environments') return `environment ${second}`;
  if (first === 'roles') return `role ${second}`;
  if (first !== 'paths') return String(first);
  const at = valueAt(root, path.slice(0, 2));
  const name = `path ${textOf(at, 'from') ?? '?'} → ${textOf(at, 'to') ?? '?'}`;
  const kinds: Record<string, string> = {
    gates: 'gate',
    validations: 'validation',
  };
  const kind = kinds[String(third)];
  if (kind === undefined || typeof fourth !== 'number') return name;
  const id = ruleIdOf(valueAt(root, path.slice(0, 4)));
  return `${name}, ${kind} ${id ?? `number ${fourth + 1}`}`;
}
