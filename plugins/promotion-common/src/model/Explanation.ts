// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';

/** How one reason weighs: it lets through, it blocks, only time or a turn is missing, it warns, or it informs. */
export const explanationTones = [
  'passes',
  'blocks',
  'waits',
  'warns',
  'informs',
] as const;

/** The tree of reasons behind a decision. `code` is stable and typed text for machines; `message` is for people. */
export interface Explanation {
  readonly code: string;
  readonly tone: (typeof explanationTones)[number];
  readonly message: string;
  /** What to do about it, in the imperative; absent: nothing need be done, or nothing can. */
  readonly remedy?: string;
  /** Role names or entity references of those who can remove it, most fitting first. */
  readonly helpers?: readonly string[];
  readonly children?: readonly Explanation[];
}

/** @see Explanation */
export const explanationSchema: z.ZodType<Explanation> = z.object({
  code: z.string(),
  tone: z.enum(explanationTones),
  message: z.string(),
  remedy: z.string().optional(),
  helpers: z.array(z.string()).optional(),
  get children() {
    return z.array(explanationSchema).optional();
  },
});
