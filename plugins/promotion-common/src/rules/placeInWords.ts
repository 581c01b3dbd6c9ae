// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ruleIdOf, shortened, textOf, valueAt } from './rawValues';
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
  if (first === 'environments')
    return `environment ${shortened(String(second))}`;
  if (first === 'roles') return `role ${shortened(String(second))}`;
  if (first !== 'paths') return shortened(String(first));
  const at = valueAt(root, path.slice(0, 2));
  const [from = '?', to = '?'] = ['from', 'to'].map(
    end => textOf(at, end) ?? '?',
  );
  const name = `path ${shortened(from)} → ${shortened(to)}`;
  const kinds: Record<string, string> = {
    gates: 'gate',
    validations: 'validation',
  };
  const kind = kinds[String(third)];
  if (kind === undefined || typeof fourth !== 'number') return name;
  const id = ruleIdOf(valueAt(root, path.slice(0, 4)));
  return `${name}, ${kind} ${
    id === undefined ? `number ${fourth + 1}` : shortened(id)
  }`;
}
