// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isScalar, parseDocument, Scalar } from 'yaml';

/**
 * Whether a text may stand in YAML without quotes and is read as that text by YAML 1.2 and by the 1.1-style parsers
 * that kustomize and kubectl use, in blocks and between braces. `on`, `1.10`, `1_000` and `12e4567` may not.
 */
export function isPlainSafe(text: string): boolean {
  return (['1.1', '1.2'] as const).every(version =>
    [`k: ${text}`, `{k: ${text}}`].every(yaml => {
      const document = parseDocument(yaml, { version, prettyErrors: false });
      const value = document.errors.length === 0 && document.getIn(['k'], true);
      return (
        isScalar(value) && value.value === text && value.type === Scalar.PLAIN
      );
    }),
  );
}

/** A value as it is written: in the style of what it replaces, and quoted where it would not be read as text. */
export function scalarText(value: string, replaced?: Scalar): string {
  if (replaced?.type === Scalar.QUOTE_SINGLE) {
    return `'${value.replaceAll("'", "''")}'`;
  }
  if (replaced?.type === Scalar.QUOTE_DOUBLE) return JSON.stringify(value);
  return isPlainSafe(value) ? value : JSON.stringify(value);
}
