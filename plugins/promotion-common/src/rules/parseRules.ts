// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { contentHash } from '../model/contentHash';
import type { ContentHash } from '../model/scalars';
import { describeIssue } from './describeIssue';
import { PromotionRules, promotionRulesSchemaOf } from './PromotionRules';
import { sentence } from './placeInWords';
import { readYaml, YamlSource } from './readYaml';
import { Finding, pointerOf, RulesProblem } from './RulesProblem';
import type { YieldedTiers } from './checkGates';
import { checkRules } from './checkRules';
import { validationKinds, type ValidationKind } from './validations';

/** A rules document read, with the revision it is known by, or every mistake in it. */
export type ParsedRules =
  | {
      readonly ok: true;
      readonly rules: PromotionRules;
      readonly revision: ContentHash;
    }
  | { readonly ok: false; readonly problems: readonly RulesProblem[] };

/** What is installed and therefore may be named, or counted on. */
export interface InstalledParts {
  /** The kinds of validations; absent: the built-in ones. */
  readonly validations?: readonly ValidationKind[];
  /** With it, gates of a trust that nobody yields are mistakes too. */
  readonly yielded?: YieldedTiers;
}

/**
 * Reads a rules document: YAML, then the schema, then what only makes sense together (names that refer to each
 * other, the graph, placeholders). All mistakes are said at once, in the order of the document.
 */
export function parseRules(
  text: string,
  { validations = validationKinds, yielded }: InstalledParts = {},
): ParsedRules {
  const { source, problems } = readYaml(text);
  if (!source) return { ok: false, problems };
  const parsed = promotionRulesSchemaOf(validations).safeParse(source.value);
  const findings = [
    ...(parsed.error?.issues ?? []).flatMap(issue =>
      describeIssue(issue, source.value),
    ),
    ...checkRules(source.value, yielded),
  ];
  const all = [...problems, ...locate(findings, source)].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );
  if (!parsed.success || all.length > 0) return { ok: false, problems: all };
  return { ok: true, rules: parsed.data, revision: rulesRevision(parsed.data) };
}

/** The hash a version of the rules is known by: over what they mean, so that comments and layout do not change it. */
export function rulesRevision(rules: PromotionRules): ContentHash {
  return contentHash(rules);
}

/** A mistake behind an anchor shows at each alias; it is said once, where it is written. */
function locate(
  findings: readonly Finding[],
  source: YamlSource,
): RulesProblem[] {
  const located = new Map<string, RulesProblem>();
  for (const { path, at, message, nearest } of findings) {
    const position = source.positionOf(path, at);
    const key = `${position.line}:${position.column}\n${message}`;
    if (located.has(key)) continue;
    located.set(key, {
      message: sentence(source.value, path, message),
      pointer: pointerOf(path),
      ...position,
      ...(nearest !== undefined && { nearest }),
    });
  }
  return [...located.values()];
}
