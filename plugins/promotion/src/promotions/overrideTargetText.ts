// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { OverrideTarget } from 'backstage-plugin-promotion-common';

/** What an override lets go, in words. */
export function overrideTargetText(target: OverrideTarget): string {
  switch (target.kind) {
    case 'gate':
      return `Gate ${target.gateId}`;
    case 'approval':
      return 'Missing approvals';
    case 'window':
      return 'Window';
    case 'hold':
      return 'Hold';
    case 'barred':
      return 'Barred release';
    default:
      return target satisfies never;
  }
}
