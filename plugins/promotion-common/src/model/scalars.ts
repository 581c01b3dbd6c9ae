// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';

/**
 * A moment: ISO 8601 in UTC with `Z`. Every field whose name ends in `At` holds one. One that is given with an offset is
 * taken and kept as the same moment in UTC.
 */
export const timestampSchema = z.iso
  .datetime({ offset: true })
  .overwrite(inUtc)
  .regex(/^(19[7-9]\d|2\d{3})-/, 'a moment lies in the years 1970 to 2999');
/** @see timestampSchema */
export type Timestamp = z.infer<typeof timestampSchema>;

/**
 * A full entity reference in lower case, `kind:namespace/name`. Every field whose name ends in `Ref` holds one. Capitals
 * are taken and kept in lower case, since the catalog does not tell them apart.
 */
export const entityRefSchema = z
  .string()
  .max(256)
  .toLowerCase()
  .regex(
    /^[a-z][a-z0-9]*:[a-z0-9][a-z0-9_.-]*\/[a-z0-9][a-z0-9_.-]*$/,
    'an entity reference looks like component:default/checkout, in lower case',
  );
/** @see entityRefSchema */
export type EntityRef = z.infer<typeof entityRefSchema>;

/** The name of an environment: a DNS label, as in the rules document. */
export const environmentNameSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'an environment name has lower-case letters, digits and dashes, such as staging',
  );
/** @see environmentNameSchema */
export type EnvironmentName = z.infer<typeof environmentNameSchema>;

/** SHA-256 over RFC 8785 canonical JSON, made by `contentHash()`; the only hash in the house. */
export const contentHashSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'a content hash looks like sha256:<64 hex>');
/** @see contentHashSchema */
export type ContentHash = z.infer<typeof contentHashSchema>;

/** An exact decimal number as text, such as `99.95`. Floats never carry a figure that is compared with a limit. */
export const decimalSchema = z
  .string()
  .max(40)
  .regex(/^-?\d+(\.\d+)?$/, 'a decimal looks like 99.95');
/** @see decimalSchema */
export type Decimal = z.infer<typeof decimalSchema>;

/** A figure that cannot be below zero, as exact decimal text. */
export const amountSchema = decimalSchema.regex(
  /^\d/,
  'a figure of this kind is never below zero',
);

/** A commit: at least 7 hexadecimal digits, kept in lower case. */
export const commitSchema = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{7,64}$/, 'a commit has 7 to 64 hexadecimal digits');

/** A web address people may follow. Only http and https, so that no answer carries a script. */
export const linkSchema = z.url({ protocol: /^https?$/ }).max(2048);

function inUtc(at: string): string {
  const ms = Date.parse(at);
  return at.endsWith('Z') || Number.isNaN(ms) ? at : new Date(ms).toISOString();
}
