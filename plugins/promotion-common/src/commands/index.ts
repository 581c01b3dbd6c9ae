// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export type { Command } from './Command';
export {
  permissionRefusal,
  refusalKinds,
  requestKeyRefusal,
  type CommandRefusal,
  type RefusalCode,
  type RefusalKind,
} from './CommandRefusal';
export type { DecisionOf, GivenOf, RequestDecision } from './CommandRule';
export { authority, commandNames, promotionCommandNames } from './authority';
export { decideCommand, offerCommand, refusedToCaller } from './decideCommand';
export { replacedThere } from './goingBack';
export { environmentSubject, surroundingsOf } from './ofSnapshot';
export type {
  Caller,
  Person,
  PromotionSubject,
  RequestSubject,
} from './subjects';
