// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** How something weighs for the reader. Colours follow it; a word and an icon always stand beside the colour. */
export type Tone = 'positive' | 'negative' | 'warning' | 'info' | 'neutral';
