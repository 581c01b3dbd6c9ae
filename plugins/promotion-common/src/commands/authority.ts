// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  promotionApprovePermission,
  promotionCancelPermission,
  promotionCreatePermission,
  promotionHoldCreatePermission,
  promotionHoldDeletePermission,
  promotionOverridePermission,
  promotionRollbackPermission,
} from '../permissions';
import { OWNER_ROLE } from '../rules/pathSection';
import type { PathRules } from '../rules/PromotionRules';

/**
 * By whom a command can be given when nobody configured permissions.
 *
 * - `anyone`: the permission is enough. - `involved`: requesters, owners of the component, holders of any role of the path.
 * - `approvers`, `overriders`, `reviewers`: holders of the roles that the path names for it.
 * - `restorers`: holders of the roles in `rollback.requires`; none named: of the approving roles, or an owner.
 *   For a whole environment: of every path that leads there.
 * - `bar-lifters`: roles that can override a rollback block on a path there; none named: as `restorers`.
 * - `holders`: on one component in one environment the involved, a freeze is ended by roles that can override holds; wider:
 *   those whom app-config names as operators.
 */
export type Authority =
  | 'anyone'
  | 'involved'
  | 'approvers'
  | 'overriders'
  | 'reviewers'
  | 'restorers'
  | 'bar-lifters'
  | 'holders';

interface CommandRow {
  /** Who can try, by the permission policy. */
  readonly permission: string;
  /** `person`: somebody signed in, without a service or agent acting for them. */
  readonly caller: 'person' | 'anyone';
  readonly by: Authority;
}

const approve = promotionApprovePermission.name;
const create = promotionCreatePermission.name;
const rollback = promotionRollbackPermission.name;
const override = promotionOverridePermission.name;
const setHold = promotionHoldCreatePermission.name;
const liftHold = promotionHoldDeletePermission.name;

/** The commands that are about one promotion, in the order a view shows them. */
export const promotionCommandNames = [
  'approve',
  'reject',
  'withdraw',
  'override',
  'review',
  'cancel',
  'rollback',
  'retry',
  'decide',
] as const;
/** @see promotionCommandNames */
export type PromotionCommandName = (typeof promotionCommandNames)[number];

/** Every command there is. */
export const commandNames = [
  'request',
  ...promotionCommandNames,
  'rollback-environment',
  'lift-bar',
  'set-hold',
  'except-hold',
  'lift-hold',
  'adopt',
] as const;
/** @see commandNames */
export type CommandName = (typeof commandNames)[number];

/**
 * The default authority of each command. It holds besides the permission policy: with permissions switched off and with
 * a policy that allows all.
 */
export const authority = {
  request: { permission: create, caller: 'anyone', by: 'anyone' },
  approve: { permission: approve, caller: 'person', by: 'approvers' },
  reject: { permission: approve, caller: 'person', by: 'approvers' },
  withdraw: { permission: approve, caller: 'person', by: 'anyone' },
  override: { permission: override, caller: 'person', by: 'overriders' },
  review: { permission: approve, caller: 'person', by: 'reviewers' },
  // Once published, cancelling is rolling back, and takes a person with that right.
  cancel: {
    permission: promotionCancelPermission.name,
    caller: 'anyone',
    by: 'involved',
  },
  rollback: { permission: rollback, caller: 'person', by: 'restorers' },
  // It asks for the same again; for a rollback it takes a rollback's right.
  retry: { permission: create, caller: 'anyone', by: 'anyone' },
  decide: { permission: rollback, caller: 'person', by: 'restorers' },
  'rollback-environment': {
    permission: rollback,
    caller: 'person',
    by: 'restorers',
  },
  'lift-bar': { permission: override, caller: 'person', by: 'bar-lifters' },
  'set-hold': { permission: setHold, caller: 'person', by: 'holders' },
  'except-hold': { permission: liftHold, caller: 'person', by: 'holders' },
  'lift-hold': { permission: liftHold, caller: 'person', by: 'holders' },
  adopt: { permission: rollback, caller: 'person', by: 'restorers' },
} as const satisfies Record<CommandName, CommandRow>;

/** The roles of everybody a path is a matter of. */
export function involvedRoles(path: PathRules): readonly string[] {
  return [
    ...new Set([
      ...path.approvals.slots.map(({ role }) => role),
      ...path.rollback.requires.roles,
      ...(path.overrides?.roles ?? []),
      OWNER_ROLE,
    ]),
  ];
}
