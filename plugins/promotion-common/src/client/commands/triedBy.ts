// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { authority, type CommandName } from '../../commands/authority';
import { promotionViewSchema } from '../../views/PromotionView';

/** Who can try a route: what the core's table of authority says of its command. */
export function triedBy(name: CommandName) {
  const { permission, caller } = authority[name];
  return {
    permission,
    command: name,
    caller:
      caller === 'person' ? ('user' as const) : ('user-or-service' as const),
  };
}

/** What a command on promotions is answered with: the promotion, as far as the caller can read it. */
export const commandAnswerSchema = z.object({
  promotionId: z.string(),
  existing: z
    .boolean()
    .optional()
    .describe('nothing new was made: it was under way already'),
  promotion: promotionViewSchema
    .optional()
    .describe('absent: the caller cannot read this promotion'),
});
/** @see commandAnswerSchema */
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;
