// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Scalar } from 'yaml';

/** Words that one YAML parser or another takes for a truth, for nothing, or for a number. */
const WORDS =
  /^(y|yes|n|no|on|off|true|false|null|~|<<|=|[-+]?\.(inf|nan)|nan|inf)$/i;

/** What Go's YAML reads as a number once underscores are gone; also base 60 and dates, as YAML 1.1 has them. */
const NUMBERS = [
  /^[-+]?0[xX][0-9a-fA-F]*$/,
  /^[-+]?0[bBoO][0-9]*$/,
  /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]*)?$/,
  /^[-+]?[0-9]+(:[0-9]+)+(\.[0-9]*)?$/,
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?$/,
];

/**
 * Whether a scalar without quotes is text to every YAML parser on the way: YAML 1.2, 1.1, and Go's, which kustomize
 * uses. `on`, `1.10`, `1_000`, `0X1F` and `7e5_` are not.
 */
export function isPlainText(text: string): boolean {
  const digits = text.replaceAll('_', '');
  return (
    text !== '' &&
    !WORDS.test(text) &&
    !NUMBERS.some(number => number.test(digits))
  );
}

/** Whether a text may be written without quotes, in blocks and between braces. */
export function isPlainSafe(text: string): boolean {
  return /^\w(?:[\w./@+-]|:(?=\w))*$/.test(text) && isPlainText(text);
}

/** A value as it is written: in the style of what it replaces, and quoted where it would not be read as text. */
export function scalarText(value: string, replaced?: Scalar): string {
  if (replaced?.type === Scalar.QUOTE_SINGLE) {
    return `'${value.replaceAll("'", "''")}'`;
  }
  if (replaced?.type === Scalar.QUOTE_DOUBLE) return JSON.stringify(value);
  return isPlainSafe(value) ? value : JSON.stringify(value);
}
