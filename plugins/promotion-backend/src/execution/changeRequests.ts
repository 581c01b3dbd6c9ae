// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  promotionTitle,
  revertWrites,
  type Promotion,
} from 'backstage-plugin-promotion-common';
import type { ChangeRequest } from 'backstage-plugin-promotion-node';

/** The change that puts the release into the target. */
export function forwardRequest(promotion: Promotion): ChangeRequest {
  const verb = promotion.kind === 'rollback' ? 'Put' : 'Promote';
  return {
    promotionId: promotion.promotionId,
    attempt: promotion.progress.deployment?.attempt ?? 1,
    target: promotion.terms.target,
    writes: promotion.fieldWrites,
    message: {
      title: `${verb} ${promotionTitle(promotion)}`,
      body: bodyOf(promotion),
    },
  };
}

/** The change that puts back what was there: every field this promotion wrote, the other way round. */
export function backwardRequest(promotion: Promotion): ChangeRequest {
  const version = promotion.releaseBefore?.version ?? 'what was there before';
  return {
    promotionId: promotion.promotionId,
    attempt: promotion.progress.revert?.attempt ?? 1,
    target: promotion.terms.target,
    writes: revertWrites(promotion.fieldWrites),
    message: {
      title: `Roll back ${promotionTitle(promotion)}`,
      body: `Restores ${version}.\n\n${bodyOf(promotion)}`,
    },
  };
}

function bodyOf(promotion: Promotion): string {
  return [
    `From: ${promotion.from}`,
    `To: ${promotion.to}`,
    `Requested by: ${promotion.requestedBy.ref}`,
    `Content: ${promotion.contentHash}`,
  ].join('\n');
}
