// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { overrideTargetSchema } from '../model/Approval';
import { promotionCommandNames } from './authority';
import { offerCommand } from './decideCommand';
import type { Person, PromotionSubject } from './subjects';

/**
 * Whether this viewer can give a command now; when not, `reason` says why in a sentence, `code` for machines, `remedy`
 * what to do next and `whoCould` which roles could. `roles` are those the viewer can act as; `targets` what they can
 * override; `choices` the ids of what can be chosen.
 */
export const commandSchema = z.object({
  name: z.enum(promotionCommandNames),
  allowed: z.boolean(),
  reason: z.string().optional(),
  code: z.string().optional(),
  remedy: z.string().optional(),
  whoCould: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
  targets: z.array(overrideTargetSchema).optional(),
  choices: z.array(z.string()).optional(),
  warning: z.string().optional().describe('what to know before giving it'),
});
/** @see commandSchema */
export type Command = z.infer<typeof commandSchema>;

/** Every command on a promotion, each with whether this person can give it now: its buttons. */
export function commandsOn(
  subject: PromotionSubject,
  person: Person,
): Command[] {
  return promotionCommandNames.map(name => {
    const answer = offerCommand(name, subject, person);
    if (!answer.allowed) {
      const { message, code, remedy, whoCould } = answer.refusal;
      return {
        name,
        allowed: false,
        reason: message,
        code,
        ...(remedy !== undefined && { remedy }),
        ...(whoCould && { whoCould: [...whoCould] }),
      };
    }
    const { as, targets, choices, warning } = answer;
    return {
      name,
      allowed: true,
      ...(as && { roles: [...as] }),
      ...(targets && { targets: [...targets] }),
      ...(choices && { choices: [...choices] }),
      ...(warning !== undefined && { warning }),
    };
  });
}
