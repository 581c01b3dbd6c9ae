// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ComponentView } from 'backstage-plugin-promotion-common';
import { roleTitle } from 'backstage-plugin-promotion-common/words';
import { Age } from '../parts/Age';
import { ListSection } from '../parts/ListSection';
import text from '../parts/text.module.css';
import lists from '../promotions/lists.module.css';

/** Overrides whose review is due, by whom and by when. None: not shown. */
export function ReviewList(props: {
  readonly view: ComponentView;
  readonly onOpenPromotion: (promotionId: string) => void;
}) {
  const { reviews, roleTitles } = props.view;
  return (
    <ListSection title="Reviews due" things={reviews}>
      {review => (
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
            {roleTitle(review.role, roleTitles)}, due <Age at={review.dueAt} />
          </span>
        </li>
      )}
    </ListSection>
  );
}
