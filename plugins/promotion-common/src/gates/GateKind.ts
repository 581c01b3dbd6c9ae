// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { evidenceTierSchema, type EvidenceTier } from '../model/Evidence';
import { gateModeSchema, type GateMode } from '../model/Gate';
import { durationSchema } from '../model/quantities';
import { formatDuration } from './formatDuration';
import type { Look } from './look';
import type { Verdict } from './Verdict';

/** What the rules say of any gate. */
export interface GateRule {
  readonly kind: string;
  readonly name?: string;
  readonly mode: GateMode;
}

/** What the rules say of a gate on evidence. `maxAge` absent: the default of the kind, and without one it does not age. */
export interface EvidenceRule extends GateRule {
  readonly minTier: EvidenceTier;
  readonly maxAge?: number;
}

/** What is wrong with one key of a gate's rule that its schema cannot see. */
export interface GateProblem {
  readonly key: string | readonly (string | number)[];
  readonly message: string;
}

/**
 * One kind of gate: the entry of a table that the schema of the rules, the reference, the checks, the evaluator, the
 * collector and the page go through. A new kind is one file with such an entry, named in the table.
 */
export interface GateKind<S extends GateSchema = GateSchema> {
  readonly kind: z.infer<S>['kind'];
  /** What people call it. */
  readonly title: string;
  /** How it is written in the rules. */
  readonly schema: S;
  /** Whether it is about the release, or about an environment. */
  readonly subject: 'release' | 'environment';
  /** How old its evidence may be where the rules do not say, in milliseconds; absent: it does not age. */
  readonly defaultMaxAge?: number;
  /** Whether its figures move with the clock and the traffic, so that only its verdict is news. */
  readonly ticks: boolean;
  /** Whether its evidence speaks of one release while it was live in the source. Default false. */
  readonly whileLive?: boolean;
  /** What it asks of a source beyond the kind, as one text; absent: all gates of the kind ask the same. */
  readonly questionOf?: (rule: GateRule) => string | undefined;
  /** What its schema cannot see in a rule as it is written; made by `checkKeys`. Absent: nothing. */
  readonly check?: (rule: unknown) => readonly GateProblem[];
  readonly judge: (rule: GateRule, look: Look) => Verdict;
}

/** The schema of a rule: strict, with its kind as a literal. */
export type GateSchema = z.ZodObject<
  { kind: z.ZodLiteral<string>; mode: z.ZodType<GateMode> } & z.core.$ZodShape
>;

/** Makes an entry of the table, whose functions get the rule of their own kind. */
export function defineGate<S extends GateSchema>(
  entry: Omit<GateKind<S>, 'judge' | 'questionOf'> & {
    readonly judge: (rule: z.infer<S>, look: Look) => Verdict;
    readonly questionOf?: (rule: z.infer<S>) => string;
  },
): GateKind<S> {
  const isOwn = (rule: GateRule): rule is z.infer<S> & GateRule =>
    rule.kind === entry.kind;
  const { judge, questionOf, ...rest } = entry;
  return {
    ...rest,
    judge(rule, look) {
      if (!isOwn(rule)) throw new TypeError(`not a gate of ${entry.kind}`);
      return judge(rule, look);
    },
    ...(questionOf && {
      questionOf: rule => (isOwn(rule) ? questionOf(rule) : undefined),
    }),
  };
}

/** Checks a rule as it is written: `check` gets those of its keys that are right by themselves. */
export function checkKeys<S extends z.ZodObject>(
  partial: S,
  check: (rule: z.output<S>) => readonly GateProblem[],
): NonNullable<GateKind['check']> {
  return rule => {
    const sound = Object.entries(
      typeof rule === 'object' && rule !== null ? rule : {},
    ).filter(([key, value]) => {
      const schema = Object.hasOwn(partial.shape, key)
        ? partial.shape[key]
        : undefined;
      return schema && z.safeParse(schema, value).success;
    });
    const parsed = partial.safeParse(Object.fromEntries(sound));
    return parsed.success ? check(parsed.data) : [];
  };
}

/** The keys of every gate. */
export const everyGate = {
  name: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      'a name has lower-case letters, digits and dashes, such as e2e-tests',
    )
    .max(64)
    .optional()
    .describe('Unique on the path; the kind where absent'),
  mode: gateModeSchema
    .default('enforce')
    .describe('enforce blocks, warn is shown, observe is recorded only'),
};

/** The keys of a gate on evidence that somebody pushed, or a source that was asked. */
export function onEvidence(defaultMaxAge?: number) {
  return {
    ...everyGate,
    maxAge: durationSchema
      .optional()
      .describe(
        `Evidence older than this is stale; absent: ${
          defaultMaxAge === undefined
            ? 'it does not age'
            : formatDuration(defaultMaxAge)
        }`,
      ),
    minTier: evidenceTierSchema
      .default('machine')
      .describe('The weakest trust that counts'),
  };
}

/** The key of a gate that may be judged on either side of a path. */
export const onSide = {
  on: z
    .enum(['source', 'target', 'both'])
    .default('source')
    .describe('The environment it is judged on'),
};

/** A limit on a count. */
export const countSchema = z.number().int().min(0);

/** How many requests there must be; without any there is nothing to judge. */
export const minRequestsSchema = z
  .number()
  .int()
  .min(1)
  .describe('Fewer requests are no data');
