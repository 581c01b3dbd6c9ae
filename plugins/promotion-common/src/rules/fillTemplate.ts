// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ComponentFacts } from './ResolvedEnvironment';
import { parseTemplate, TemplatePart } from './template';

/** What a value may look like: one segment, several with slashes between, or the name of an image. */
export type TemplateShape = 'segment' | 'segments' | 'repository' | 'image';

/** A template with its placeholders filled, or why it cannot be. */
export type FilledTemplate =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly remedy: string };

const SEGMENT = '[A-Za-z0-9._-]+';
const SHAPES = {
  segment: new RegExp(`^${SEGMENT}$`),
  segments: new RegExp(`^${SEGMENT}(/${SEGMENT})*$`),
  repository: new RegExp(
    `^(https?://[A-Za-z0-9.-]+(:\\d{1,5})?/)?${SEGMENT}(/${SEGMENT})?$`,
  ),
  image: new RegExp(`^${SEGMENT}(:\\d{1,5})?(/${SEGMENT})*$`),
} satisfies Record<TemplateShape, RegExp>;

const LOOKS = {
  segment: 'letters, digits, dots, dashes and underscores',
  segments:
    'names of letters, digits, dots, dashes and underscores with slashes between',
  repository: 'owner/name or the https address of a repository',
  image: 'the name of an image',
} satisfies Record<TemplateShape, string>;

/**
 * Fills the placeholders of a template. Each value is checked before it is set in: annotations are claims by the
 * team they bind, so a value never brings a slash where one segment stands, never `..`, never a character with a meaning.
 */
export function fillTemplate(
  template: string,
  context: {
    readonly component: ComponentFacts;
    readonly environment: string;
    readonly shape: TemplateShape;
  },
): FilledTemplate {
  const parsed = parseTemplate(template);
  if (!parsed.ok) {
    return { ok: false, message: parsed.message, remedy: 'Correct the rules.' };
  }
  const filled: string[] = [];
  for (const part of parsed.parts) {
    const value = fillPart(part, context);
    if (!value.ok) return value;
    filled.push(value.text);
  }
  return { ok: true, text: filled.join('') };
}

function fillPart(
  part: TemplatePart,
  context: Parameters<typeof fillTemplate>[1],
): FilledTemplate {
  if (part.kind === 'text') return { ok: true, text: part.text };
  if (part.kind === 'environment') {
    return { ok: true, text: context.environment };
  }
  if (part.kind === 'component') {
    return checked(context.component.name, {
      shape: 'segment',
      what: 'the name of the component',
    });
  }
  const { annotations, componentRef } = context.component;
  const value = Object.hasOwn(annotations, part.name)
    ? annotations[part.name]
    : part.fallback;
  if (value === undefined) {
    return {
      ok: false,
      message: `${componentRef} has no annotation ${part.name}`,
      remedy: `Add the annotation ${part.name} to its catalog-info.yaml.`,
    };
  }
  return checked(value, {
    shape: context.shape,
    what: `the annotation ${part.name} of ${componentRef}`,
  });
}

function checked(
  value: string,
  expected: { shape: TemplateShape; what: string },
): FilledTemplate {
  const { shape, what } = expected;
  const climbs = value.split('/').some(piece => /^\.+$/.test(piece));
  if (SHAPES[shape].test(value) && !climbs && value.length <= 512) {
    return { ok: true, text: value };
  }
  return {
    ok: false,
    message: `${what} is ${JSON.stringify(
      value.slice(0, 120),
    )}, which may not stand here`,
    remedy: `Make it ${LOOKS[shape]}, without "..".`,
  };
}
