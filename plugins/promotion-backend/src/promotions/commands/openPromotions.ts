// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  isWaiting,
  transition,
  type Actor,
  type Promotion,
  type Release,
  type Timestamp,
} from 'backstage-plugin-promotion-common';
import type { TransitionCommit } from '../../store/TransitionCommit';

/** The one that already brings this release there, the same way. */
export function sameOnItsWay(
  open: readonly Promotion[],
  wanted: {
    readonly kind: Promotion['kind'];
    readonly to: string;
    readonly releaseId: string;
  },
): Promotion | undefined {
  return open.find(
    promotion =>
      promotion.kind === wanted.kind &&
      promotion.to === wanted.to &&
      promotion.release.releaseId === wanted.releaseId,
  );
}

/** What takes the place of others, by whom, and when. */
export interface Successor {
  readonly promotionId: string;
  readonly to: string;
  readonly release: Release;
  readonly actor: Actor;
  readonly now: Timestamp;
}

/** The commits that end waiting promotions of other releases into the same environment. What executes goes on. */
export function supersede(
  open: readonly Promotion[],
  successor: Successor,
): readonly TransitionCommit[] {
  const { promotionId, to, release, actor, now } = successor;
  return open
    .filter(
      promotion =>
        promotion.kind === 'promotion' &&
        promotion.to === to &&
        promotion.release.releaseId !== release.releaseId &&
        isWaiting(promotion.state),
    )
    .flatMap(promotion => {
      const result = transition(
        promotion,
        {
          type: 'superseded',
          byPromotionId: promotionId,
          version: release.version,
        },
        { at: now, actor },
      );
      return result.kind === 'ignored'
        ? []
        : [
            {
              promotion: result.promotion,
              record: result.record,
              effects: result.effects,
              now,
            },
          ];
    });
}
