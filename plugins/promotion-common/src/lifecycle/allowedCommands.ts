// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Timestamp } from '../model/scalars';
import type { Command, CommandName } from './Command';
import { commandNames } from './Command';
import {
  mayCancel,
  mayDecide,
  mayRetry,
  mayRollBack,
} from './executionCommands';
import type { CommandAnswer } from './overrideCommands';
import { mayOverride, mayReview, no, yes } from './overrideCommands';
import type { Promotion } from './Promotion';
import type { ViewerFacts } from './ViewerFacts';
import { mayVote, mayWithdraw } from './voteCommands';

type Judge = (
  promotion: Promotion,
  viewer: ViewerFacts,
  now: Timestamp,
) => CommandAnswer;

const judges = {
  approve: (promotion, viewer, now) =>
    mayVote('approved', promotion, { viewer, now }),
  reject: (promotion, viewer, now) =>
    mayVote('rejected', promotion, { viewer, now }),
  withdraw: mayWithdraw,
  override: mayOverride,
  review: mayReview,
  cancel: mayCancel,
  rollback: mayRollBack,
  retry: mayRetry,
  decide: mayDecide,
  comment: () => yes(),
} satisfies Record<CommandName, Judge>;

/**
 * Every command, each with whether this viewer may give it now, or the reason why not. What buttons show and what the
 * routes enforce: permissions say who may try, the rest is the domain's and holds without them too.
 */
export function allowedCommands(
  promotion: Promotion,
  viewer: ViewerFacts,
  now: Timestamp,
): Command[] {
  return commandNames.map(name => {
    const judge: Judge = judges[name];
    const answer = viewer.permitted.includes(name)
      ? judge(promotion, viewer, now)
      : no(`You have no permission to ${name} here.`);
    return { name, ...answer };
  });
}
