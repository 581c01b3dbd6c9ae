// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from 'backstage-plugin-promotion-common';
import { promotionTitle } from 'backstage-plugin-promotion-common/lifecycle';
import { revertWrites } from 'backstage-plugin-promotion-common/manifests';
import type { ChangeRequest } from 'backstage-plugin-promotion-node';
import type { ChainHead } from '../store/recordChain';

/**
 * The change that puts the release into the target. `head`, where its records ended before the commit was made, goes into
 * the message, and so anchors their chain outside the database.
 */
export function forwardRequest(
  promotion: Promotion,
  head?: ChainHead,
): ChangeRequest {
  const verb = promotion.kind === 'rollback' ? 'Put' : 'Promote';
  return {
    promotionId: promotion.promotionId,
    attempt: promotion.progress.deployment?.attempt ?? 1,
    target: promotion.terms.target,
    writes: promotion.fieldWrites,
    message: {
      title: `${verb} ${promotionTitle(promotion)}`,
      body: bodyOf(promotion),
      trailers: trailersOf(promotion, head, promotion.reason),
    },
  };
}

/** The change that puts back what was there: every field this promotion wrote, the other way round. */
export function backwardRequest(
  promotion: Promotion,
  head?: ChainHead,
): ChangeRequest {
  const version = promotion.releaseBefore?.version ?? 'what was there before';
  return {
    promotionId: promotion.promotionId,
    attempt: promotion.progress.revert?.attempt ?? 1,
    target: promotion.terms.target,
    writes: revertWrites(promotion.fieldWrites),
    message: {
      title: `Roll back ${promotionTitle(promotion)}`,
      body: [`Restores ${version}.`, ...bodyOf(promotion)],
      trailers: trailersOf(
        promotion,
        head,
        promotion.progress.revert?.reason.message,
      ),
    },
  };
}

function bodyOf(promotion: Promotion): readonly string[] {
  return [
    `From: ${promotion.from}`,
    `To: ${promotion.to}`,
    `Content: ${promotion.contentHash}`,
  ];
}

function trailersOf(
  { requestedBy, readiness }: Promotion,
  head: ChainHead | undefined,
  reason: string | undefined,
): NonNullable<ChangeRequest['message']['trailers']> {
  const approved = readiness?.tally.slots ?? [];
  return [
    ...(reason ? [{ key: 'Promotion-Reason', value: reason } as const] : []),
    { key: 'Promotion-Requested-By', value: requestedBy.ref },
    ...approved.flatMap(({ userRef, role }) =>
      userRef
        ? [
            {
              key: 'Promotion-Approved-By',
              value: `${userRef} (${role})`,
            } as const,
          ]
        : [],
    ),
    ...(head
      ? [
          {
            key: 'Promotion-Record',
            value: `${head.length} ${head.hash}`,
          } as const,
        ]
      : []),
  ];
}
