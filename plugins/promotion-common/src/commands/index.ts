// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export { authority, commandNames, promotionCommandNames } from './authority';
export type { Authority, CommandName, PromotionCommandName } from './authority';
export * from './Command';
export type * from './CommandRule';
export { decideCommand, offerCommand, refusedToCaller } from './decideCommand';
export { replacedThere, rollbackTargets } from './goingBack';
export * from './ofSnapshot';
export { offerOverride, type Overridable } from './override';
export {
  permissionRefusal,
  refusalKinds,
  requestKeyRefusal,
} from './CommandRefusal';
export type {
  CommandRefusal,
  RefusalCode,
  RefusalKind,
  Refused,
} from './CommandRefusal';
export type * from './subjects';
