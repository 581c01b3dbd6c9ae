// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import { RiUserStarLine } from '@remixicon/react';
import type { ComponentView } from 'backstage-plugin-promotion-common';
import { entityName } from '../format/identifiers';
import { Age } from '../parts/Age';
import styles from './PromotionTab.module.css';

/** What waits for exactly this viewer: approvals that would count, and reviews of overrides. Nothing: not shown. */
export function ForYou(props: {
  readonly view: ComponentView;
  readonly onOpenPromotion: (promotionId: string) => void;
}) {
  const { view } = props;
  const asked = view.paths.flatMap(({ promotion }) =>
    promotion?.commands.some(
      command => command.name === 'approve' && command.allowed,
    )
      ? [promotion]
      : [],
  );
  const reviews = view.reviews.filter(review => review.mine);
  return (
    <>
      {asked.map(promotion => (
        <section
          key={promotion.promotionId}
          className={styles.foryou}
          aria-label="Your approval is asked"
        >
          <RiUserStarLine size={20} aria-hidden />
          <span>
            <strong>Your approval is asked:</strong> {promotion.release.version}{' '}
            to {promotion.to}, requested by{' '}
            {entityName(promotion.requestedBy.ref)}
          </span>
          <Button
            size="small"
            onPress={() => props.onOpenPromotion(promotion.promotionId)}
          >
            Look and decide
          </Button>
        </section>
      ))}
      {reviews.map(review => (
        <section
          key={review.overrideId}
          className={styles.foryou}
          aria-label="A review waits for you"
        >
          <RiUserStarLine size={20} aria-hidden />
          <span>
            <strong>A review waits for you:</strong> {review.message}, due{' '}
            <Age at={review.dueAt} />
          </span>
          <Button
            size="small"
            onPress={() => props.onOpenPromotion(review.promotionId)}
          >
            Review
          </Button>
        </section>
      ))}
    </>
  );
}
