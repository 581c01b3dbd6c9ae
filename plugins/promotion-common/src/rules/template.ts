// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { nearestOf } from './nearest';

/** A piece of a template: literal text, or a placeholder to fill per component and environment. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'component' }
  | { readonly kind: 'environment' }
  | {
      readonly kind: 'annotation';
      readonly name: string;
      /** Used when the entity has no such annotation; absent: it must have it. */
      readonly fallback?: string;
    };

/** A template read into parts, or a sentence saying why it cannot be. */
export type ParsedTemplate =
  | { readonly ok: true; readonly parts: readonly TemplatePart[] }
  | { readonly ok: false; readonly message: string; readonly nearest?: string };

const KNOWN =
  'known are {component}, {environment} and {annotation:NAME|fallback}';

/** Reads the placeholders `{component}`, `{environment}`, `{annotation:NAME}` and `{annotation:NAME|fallback}`. */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  for (const piece of text.split(/(\{[^{}]*\})/).filter(Boolean)) {
    if (!piece.startsWith('{') || !piece.endsWith('}')) {
      if (/[{}]/.test(piece)) {
        return {
          ok: false,
          message: `a brace without its other half; ${KNOWN}`,
        };
      }
      parts.push({ kind: 'text', text: piece });
      continue;
    }
    const part = placeholder(piece.slice(1, -1));
    if ('message' in part) return { ok: false, ...part };
    parts.push(part);
  }
  return { ok: true, parts };
}

function placeholder(
  inside: string,
): TemplatePart | { message: string; nearest?: string } {
  if (inside === 'component' || inside === 'environment') {
    return { kind: inside };
  }
  const annotation = /^annotation:([A-Za-z0-9._/-]+)(?:\|(.*))?$/.exec(inside);
  const [, name, fallback] = annotation ?? [];
  if (name !== undefined) {
    return {
      kind: 'annotation',
      name,
      ...(fallback !== undefined && { fallback }),
    };
  }
  const nearest = inside.startsWith('annotation')
    ? '{annotation:NAME}'
    : nearestOf(inside, ['component', 'environment']);
  return {
    message: `unknown placeholder {${inside}}; ${KNOWN}`,
    ...(nearest !== undefined && { nearest }),
  };
}
