// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Override } from 'backstage-plugin-promotion-common';
import { roleTitle } from 'backstage-plugin-promotion-common/words';
import { Age } from '../parts/Age';
import { ListSection } from '../parts/ListSection';
import { Person } from '../parts/Person';
import text from '../parts/text.module.css';
import { overrideTargetText } from './overrideTargetText';
import styles from './lists.module.css';

/** Overrides: the verdict as it stood and, beside it, who let it go and why, and whether that was reviewed. */
export function OverrideList(props: {
  readonly overrides: readonly Override[];
  readonly roleTitles: Readonly<Record<string, string>>;
}) {
  const { overrides, roleTitles } = props;
  return (
    <ListSection title="Overrides" things={overrides}>
      {override => (
        <li key={override.overrideId} className={styles.item}>
          <strong className={styles.grow}>
            {overrideTargetText(override.target)}
          </strong>
          <div className={styles.sides}>
            <div className={styles.side}>
              <span className={text.secondary}>Verdict, unchanged</span>
              <p className={text.small}>{override.verdict}</p>
            </div>
            <div className={styles.side}>
              <span className={text.secondary}>
                Override by <Person entityRef={override.userRef} /> as{' '}
                {roleTitle(override.role, roleTitles)}{' '}
                <Age at={override.overriddenAt} />
              </span>
              <p className={text.small}>“{override.reason}”</p>
            </div>
          </div>
          <ReviewLine review={override.review} roleTitles={roleTitles} />
        </li>
      )}
    </ListSection>
  );
}

function ReviewLine(props: {
  readonly review: Override['review'];
  readonly roleTitles: Readonly<Record<string, string>>;
}) {
  const { review } = props;
  if (!review) return null;
  if (review.reviewedBy && review.reviewedAt) {
    return (
      <span>
        Reviewed by <Person entityRef={review.reviewedBy} />{' '}
        <Age at={review.reviewedAt} />
        {review.comment && `: “${review.comment}”`}
      </span>
    );
  }
  return (
    <span>
      Review by {roleTitle(review.role, props.roleTitles)} is due{' '}
      <Age at={review.dueAt} />
    </span>
  );
}
