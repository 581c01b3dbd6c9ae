// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { trimZeros } from '../model/decimal';
import type { GateRules } from '../rules/gateRules';

/**
 * What a gate asks of a source beyond the kind, as one text: the window, and the objective of a budget. Two gates of one
 * kind on one environment may ask differently, and each counts only what was measured for its own question. Absent: all
 * gates of the kind ask the same.
 */
export function questionOf(rule: GateRules): string | undefined {
  switch (rule.kind) {
    case 'slo':
      return rule.window === undefined
        ? 'since it is live'
        : `over ${rule.window} ms`;
    case 'error-budget':
      return `${trimZeros(rule.objective)} % over ${rule.window} ms`;
    default:
      return undefined;
  }
}
