// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { overrideTargetSchema } from '../model/Approval';

/** What a person may do to a promotion. */
export const commandNames = [
  'approve',
  'reject',
  'withdraw',
  'override',
  'review',
  'cancel',
  'rollback',
  'retry',
  'decide',
  'comment',
] as const;
/** @see commandNames */
export type CommandName = (typeof commandNames)[number];

/**
 * Whether this viewer may give a command now; when not, `reason` says why in a sentence. `roles` are those the viewer
 * may act as; `targets` what they may override.
 */
export const commandSchema = z.object({
  name: z.enum(commandNames),
  allowed: z.boolean(),
  reason: z.string().optional(),
  roles: z.array(z.string()).optional(),
  targets: z.array(overrideTargetSchema).optional(),
});
/** @see commandSchema */
export type Command = z.infer<typeof commandSchema>;
