// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Explanation } from 'backstage-plugin-promotion-common';
import type { Tone } from './Tone';

/** The colour of what the backend says, by how it is meant. */
export const toneOf = {
  passes: 'positive',
  blocks: 'negative',
  waits: 'info',
  warns: 'warning',
  informs: 'neutral',
} as const satisfies Record<Explanation['tone'], Tone>;
