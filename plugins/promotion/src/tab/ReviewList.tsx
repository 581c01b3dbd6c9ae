// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ComponentView } from 'backstage-plugin-promotion-common';
import { roleTitle } from '../format/identifiers';
import { Age } from '../parts/Age';
import text from '../parts/text.module.css';
import styles from './RecentPromotions.module.css';
import lists from '../promotions/lists.module.css';

/** Overrides whose review is due, by whom and by when. None: not shown. */
export function ReviewList(props: {
  readonly view: ComponentView;
  readonly onOpenPromotion: (promotionId: string) => void;
}) {
  const { reviews, roleTitles } = props.view;
  if (reviews.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Reviews due">
      <h2 className={text.sectionTitle}>Reviews due</h2>
      <ul className={lists.list}>
        {reviews.map(review => (
          <li key={review.overrideId} className={lists.item}>
            <span className={lists.grow}>
              <button
                type="button"
                className={text.linkButton}
                onClick={() => props.onOpenPromotion(review.promotionId)}
              >
                {review.message}
              </button>
            </span>
            <span>
              {roleTitle(review.role, roleTitles)}, due{' '}
              <Age at={review.dueAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
