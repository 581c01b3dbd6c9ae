// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { Caller } from '../../Caller';
import { RefusedError, type PromotionService } from '../PromotionService';
import { anyOf, heldRole, personOf } from './authority';
import type { CommandPorts } from './CommandPorts';
import { getPromotion } from './commitCommand';

/** Records that somebody of the role the rules name looked at an override afterwards. Not whoever overrode. */
export async function reviewOverride(
  command: Parameters<PromotionService['reviewOverride']>[0],
  caller: Caller,
  ports: CommandPorts,
): Promise<void> {
  const userRef = personOf(caller, 'review an override');
  const promotion = await getPromotion(command.promotionId, ports);
  const overrides = await ports.stores.decisions.overrides([
    command.promotionId,
  ]);
  const override = overrides.find(
    ({ overrideId }) => overrideId === command.overrideId,
  );
  if (!override) {
    throw new NotFoundError(
      `There is no override ${command.overrideId} on promotion ${command.promotionId}.`,
    );
  }
  if (!override.review) {
    throw refused('no-review', 'The rules ask for no review of this override.');
  }
  const dossier = await ports.facts.gather(promotion.componentRef);
  const { role } = override.review;
  if (heldRole(dossier, [role], userRef) === undefined) {
    throw new NotAllowedError(
      `The review needs ${anyOf([role], dossier)}; ask one of them.`,
    );
  }
  if (override.userRef === userRef) {
    throw new NotAllowedError(
      'You overrode this yourself; somebody else must review it.',
    );
  }
  const recorded = await ports.stores.decisions.reviewOverride({
    overrideId: override.overrideId,
    reviewedBy: userRef,
    reviewedAt: await ports.clock.now(),
    comment: command.comment,
  });
  if (!recorded) {
    throw refused('already-reviewed', 'This override was reviewed already.');
  }
}

function refused(code: string, message: string): RefusedError {
  return new RefusedError(message, code, { code, tone: 'informs', message });
}
