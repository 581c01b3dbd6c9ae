// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { RemixiconComponentType } from '@remixicon/react';
import type { Tone } from './Tone';

/** How a status is shown: a word, an icon and a tone, always together. */
export interface StatusStyle {
  readonly label: string;
  readonly tone: Tone;
  readonly Icon: RemixiconComponentType;
}
