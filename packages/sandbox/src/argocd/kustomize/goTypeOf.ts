// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const NOTHING = /^(~|null|Null|NULL)?$/;
const TRUTH =
  /^([yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE)$/;
const INTEGER = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[0-9]+)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const NO_NUMBER = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;

/**
 * What Go's YAML, which kustomize uses, makes of a scalar without quotes. A number may hold underscores but not begin
 * with one, and one that no float can hold is text; dates and base 60 are text.
 */
export function goTypeOf(
  source: string,
): 'nothing' | 'bool' | 'number' | 'string' {
  if (NOTHING.test(source)) return 'nothing';
  if (TRUTH.test(source)) return 'bool';
  if (NO_NUMBER.test(source)) return 'number';
  if (!/^[-+.0-9]/.test(source)) return 'string';
  const digits = source.replaceAll('_', '');
  const isFloat = FLOAT.test(digits) && Number.isFinite(Number(digits));
  return isFloat || INTEGER.test(digits) ? 'number' : 'string';
}
