// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  PromotionCommandName,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import { overrideTargetText } from './overrideTargetText';

/** How a command is asked: its button, what to say with it, and what to choose. */
export interface CommandForm {
  readonly name: FormCommand;
  readonly button: string;
  readonly title: string;
  readonly reason: 'required' | 'optional' | 'none';
  readonly reasonLabel: string;
  readonly danger: boolean;
  /** What to choose among; empty = nothing to choose. */
  readonly choices: readonly {
    readonly value: string;
    readonly label: string;
  }[];
}

/** The commands the panel has a form for. */
export type FormCommand = PromotionCommandName;

/** Commands in the order of their buttons. */
export const formCommands = [
  'approve',
  'reject',
  'withdraw',
  'override',
  'review',
  'decide',
  'retry',
  'rollback',
  'cancel',
] as const satisfies readonly FormCommand[];

/** The form of a command on a promotion. Names what it touches, so that nobody acts on the wrong place. */
export function commandForm(
  name: FormCommand,
  promotion: PromotionView,
): CommandForm {
  const what = `${promotion.release.version} in ${promotion.to}`;
  const targets = targetText(promotion);
  const forms: Record<FormCommand, Omit<CommandForm, 'name'>> = {
    approve: {
      button: 'Approve',
      title: `Approve ${promotion.release.version} for ${promotion.to}, exactly as shown here`,
      reason: 'optional',
      reasonLabel: 'Comment',
      danger: false,
      choices: roleChoices(promotion),
    },
    reject: {
      button: 'Reject',
      title: `Reject ${promotion.release.version} for ${promotion.to}; this ends the promotion`,
      reason: 'required',
      reasonLabel: 'Why not',
      danger: true,
      choices: [],
    },
    withdraw: {
      button: 'Take back my decision',
      title: 'Take your decision back',
      reason: 'none',
      reasonLabel: '',
      danger: false,
      choices: [],
    },
    override: {
      button: 'Override',
      title: `Let an obstacle go for ${what}; the verdict stays beside it`,
      reason: 'required',
      reasonLabel: 'Why it must go all the same',
      danger: false,
      choices: (commandOf(promotion, 'override')?.targets ?? []).map(
        target => ({
          value: JSON.stringify(target),
          label: overrideTargetText(target),
        }),
      ),
    },
    review: {
      button: 'Review override',
      title: 'Record that you looked at the override',
      reason: 'required',
      reasonLabel: 'What you found',
      danger: false,
      choices: openReviews(promotion),
    },
    decide: {
      button: 'Decide',
      title: `Decide what happens to ${what}${targets}`,
      reason: 'required',
      reasonLabel: 'Reason',
      danger: true,
      choices: [
        { value: 'rollback', label: 'Roll back to what was there' },
        { value: 'leave', label: 'Leave it as it is' },
      ],
    },
    retry: {
      button: 'Retry',
      title: [
        commandOf(promotion, 'retry')?.warning,
        `Ask again for ${what}, as a new promotion`,
      ]
        .filter(Boolean)
        .join(' '),
      reason: 'optional',
      reasonLabel: 'Reason',
      danger: false,
      choices: [],
    },
    rollback: {
      button: 'Roll back',
      title: `Put ${promotion.to} back to ${
        promotion.releaseBefore?.version ?? 'what was there'
      }${targets}`,
      reason: 'required',
      reasonLabel: 'Reason',
      danger: true,
      choices: [],
    },
    cancel: {
      button: 'Cancel promotion',
      title: `Cancel the promotion of ${promotion.release.version} to ${promotion.to}`,
      reason: 'required',
      reasonLabel: 'Reason',
      danger: true,
      choices: [],
    },
  };
  return { name, ...forms[name] };
}

/** Whether the viewer may give a command, and if not why. */
export function commandOf(
  promotion: PromotionView,
  name: PromotionCommandName,
) {
  return promotion.commands.find(command => command.name === name);
}

function targetText(promotion: PromotionView): string {
  if (promotion.applications.length === 0) return '';
  const names = promotion.applications.map(
    ({ instance, name, namespace }) =>
      `${name} on Argo CD ${instance}${
        namespace ? `, namespace ${namespace}` : ''
      }`,
  );
  return ` (${names.join('; ')})`;
}

function roleChoices(promotion: PromotionView) {
  const roles = commandOf(promotion, 'approve')?.roles ?? [];
  return roles.length < 2
    ? []
    : roles.map(role => ({
        value: role,
        label: `as ${promotion.roleTitles[role] ?? role}`,
      }));
}

function openReviews(promotion: PromotionView) {
  const choices = commandOf(promotion, 'review')?.choices ?? [];
  return promotion.overrides
    .filter(({ overrideId }) => choices.includes(overrideId))
    .map(override => ({
      value: override.overrideId,
      label: `${overrideTargetText(override.target)}: “${override.reason}”`,
    }));
}
