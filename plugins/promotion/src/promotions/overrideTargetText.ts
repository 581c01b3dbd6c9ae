// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { OverrideTarget } from 'backstage-plugin-promotion-common';

const words = {
  gate: 'Gate',
  approval: 'Missing approvals',
  window: 'Window',
  hold: 'Hold',
  barred: 'Barred release',
} as const satisfies Record<OverrideTarget['kind'], string>;

/** What an override lets go, in words. */
export function overrideTargetText(target: OverrideTarget): string {
  const name = target.kind === 'gate' ? ` ${target.gateId}` : '';
  return `${words[target.kind]}${name}`;
}
