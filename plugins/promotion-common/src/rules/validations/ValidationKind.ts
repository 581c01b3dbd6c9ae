// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { durationSchema } from '../../model/quantities';

/** What the rules ask of any check after deployment; each kind adds keys of its own. Durations are in milliseconds. */
export interface ValidationRules {
  readonly kind: string;
  /** Unique on the path. Absent: the kind. */
  readonly name?: string;
  readonly timeout: number;
}

/** A kind of check after deployment: what the rules document may say of it, and in which words. */
export interface ValidationKind<R extends ValidationRules = ValidationRules> {
  readonly kind: R['kind'];
  /** A strict object whose `kind` is this one. Every key has a description, which the rules reference shows. */
  readonly schema: z.ZodObject & z.ZodType<R>;
}

const nameSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'a name has lower-case letters, digits and dashes, such as smoke-test',
  )
  .max(64);

/**
 * Defines a kind of validation.
 *
 * @param kind how the rules name it
 * @param words what it checks, in a few words
 * @param keys what the rules may say besides kind, name and timeout
 */
export function defineValidation<K extends string, S extends z.ZodRawShape>(
  kind: K,
  words: string,
  keys: S,
) {
  return {
    kind,
    schema: z.strictObject({
      kind: z.literal(kind).describe(words),
      name: nameSchema
        .optional()
        .describe('Unique on the path; absent: the kind'),
      ...keys,
      timeout: durationSchema.prefault('10m').describe('Default 10m'),
    }),
  };
}

/** Whether rules are of a kind, with that kind's own keys. */
export function isOfKind<R extends ValidationRules>(
  kind: ValidationKind<R>,
  rules: ValidationRules,
): rules is R {
  return rules.kind === kind.kind;
}
