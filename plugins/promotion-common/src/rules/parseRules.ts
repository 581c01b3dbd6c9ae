// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { contentHash } from '../model/contentHash';
import type { ContentHash } from '../model/scalars';
import { describeIssue, type Issue } from './describeIssue';
import { notesOn } from './notesOn';
import { type PromotionRules, promotionRulesSchemaOf } from './PromotionRules';
import { sentence } from './placeInWords';
import { MAX_PROBLEMS, readYaml, type YamlSource } from './readYaml';
import { type Finding, pointerOf, type RulesProblem } from './RulesProblem';
import type { YieldedTiers } from './checkGates';
import { checkRules } from './checkRules';
import { validationKinds, type ValidationKind } from './validations';

/**
 * A rules document read, with the revision it is known by, or what is wrong with it: at most 50 problems. `notes` say
 * what a document that can be used leaves to a default that changed.
 */
export type ParsedRules =
  | {
      readonly ok: true;
      readonly rules: PromotionRules;
      readonly revision: ContentHash;
      readonly notes: readonly RulesProblem[];
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
 * other, the graph, placeholders). Mistakes are said together, in the order of the document. The work grows with the
 * length of the document and no faster, whatever is wrong with it.
 */
export function parseRules(
  text: string,
  { validations = validationKinds, yielded }: InstalledParts = {},
): ParsedRules {
  const { source, problems } = readYaml(text);
  if (!source) return { ok: false, problems };
  const parsed = promotionRulesSchemaOf(validations).safeParse(source.value);
  const all = [
    ...problems,
    ...locate(issuesOf(parsed.error, source), source),
    ...locate(checkRules(source.value, yielded), source),
  ];
  const distinct = new Map(
    all.map(each => [`${each.line}:${each.column}\n${each.message}`, each]),
  );
  if (!parsed.success || distinct.size > 0) {
    const inOrder = [...distinct.values()].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    );
    return { ok: false, problems: inOrder.slice(0, MAX_PROBLEMS) };
  }
  return {
    ok: true,
    rules: parsed.data,
    revision: rulesRevision(parsed.data),
    notes: locate(notesOn(source.value), source),
  };
}

function* issuesOf(
  error: { readonly issues: readonly Issue[] } | undefined,
  source: YamlSource,
): Generator<Finding> {
  for (const issue of error?.issues ?? []) {
    yield* describeIssue(issue, source.value);
  }
}

/** The hash a version of the rules is known by: over what they mean, so that comments and layout do not change it. */
export function rulesRevision(rules: PromotionRules): ContentHash {
  return contentHash(rules);
}

/** A mistake behind an anchor shows at each alias; it is said once, where it is written. */
function locate(
  findings: Iterable<Finding>,
  source: YamlSource,
): readonly RulesProblem[] {
  const located = new Map<string, RulesProblem>();
  for (const { path, at, message, ...rest } of findings) {
    const position = source.positionOf(path, at);
    const key = `${position.line}:${position.column}\n${message}`;
    if (located.has(key)) continue;
    located.set(key, {
      ...rest,
      message: sentence(source.value, path, message),
      pointer: pointerOf(path),
      ...position,
    });
    if (located.size >= MAX_PROBLEMS) break;
  }
  return [...located.values()];
}
