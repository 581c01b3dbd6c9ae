// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isTerminal, isWaiting } from './isTerminal';
import type { CommandAnswer } from './overrideCommands';
import { anyRole, heldRoles, no, PEOPLE_ONLY, yes } from './overrideCommands';
import type { Promotion } from './Promotion';
import { hasPublished } from './steps';
import type { ViewerFacts } from './ViewerFacts';

/** Whether it can still be stopped without a trace. After publishing that is a rollback. */
export function mayCancel(promotion: Promotion): CommandAnswer {
  const { state, progress } = promotion;
  if (isTerminal(state)) return no('It has ended.');
  if (isWaiting(state)) return yes();
  const isUnpublished =
    state === 'awaiting-merge' ||
    (state === 'executing' && progress.deployment?.publishedAt === undefined);
  if (!isUnpublished) {
    return no('It has been published already; go back instead.');
  }
  return progress.cancelRequested ? no('Cancelling is under way.') : yes();
}

/** Whether the viewer may have what was there before put back: while it is under way, or by a new promotion afterwards. */
export function mayRollBack(
  promotion: Promotion,
  viewer: ViewerFacts,
): CommandAnswer {
  const { state, targetState, releaseBefore, progress } = promotion;
  if (state === 'rolling-back') return no('It goes back already.');
  if (state === 'awaiting-decision') {
    return no('It awaits a decision; going back is one of the choices.');
  }
  const isUnderWay =
    state === 'validating' ||
    (state === 'executing' && progress.deployment?.publishedAt !== undefined);
  const hasLeftSomething =
    isTerminal(state) &&
    (state === 'succeeded' || hasPublished(promotion)) &&
    targetState !== 'restored' &&
    targetState !== 'untouched';
  if (!isUnderWay && !hasLeftSomething) {
    return no('Nothing of it is in the target that could be put back.');
  }
  if (progress.deployment?.unchanged) {
    return no('It changed nothing, so there is nothing to put back.');
  }
  if (releaseBefore === undefined) {
    return no('It is not known what was there before.');
  }
  return withRollbackRight(promotion, viewer);
}

/** Whether the viewer may choose what happens now. */
export function mayDecide(
  promotion: Promotion,
  viewer: ViewerFacts,
): CommandAnswer {
  return promotion.state === 'awaiting-decision'
    ? withRollbackRight(promotion, viewer)
    : no('It awaits no decision.');
}

/** Whether the same can be asked for again. */
export function mayRetry({ state }: Promotion): CommandAnswer {
  if (!isTerminal(state)) return no('It is still under way.');
  if (state === 'succeeded')
    return no('It succeeded; there is nothing to retry.');
  if (state === 'superseded') return no('A newer release took its place.');
  return yes();
}

function withRollbackRight(
  promotion: Promotion,
  viewer: ViewerFacts,
): CommandAnswer {
  if (viewer.userRef === undefined) return no(PEOPLE_ONLY);
  const { roles } = promotion.terms.path.rollback.requires;
  if (roles.length === 0) return yes();
  const held = heldRoles(viewer, roles);
  return held.length > 0
    ? yes({ roles: held })
    : no(`Going back here needs ${anyRole(viewer, roles)}.`);
}
