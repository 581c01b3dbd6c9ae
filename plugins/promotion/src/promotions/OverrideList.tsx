// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Override } from 'backstage-plugin-promotion-common';
import { roleTitle } from '../format/identifiers';
import { Age } from '../parts/Age';
import { Person } from '../parts/Person';
import text from '../parts/text.module.css';
import { overrideTargetText } from './overrideTargetText';
import styles from './lists.module.css';

/** Overrides: the verdict as it stood and, beside it, who let it go and why, and whether that was reviewed. */
export function OverrideList(props: {
  readonly overrides: readonly Override[];
  readonly roleTitles: Readonly<Record<string, string>>;
}) {
  if (props.overrides.length === 0) return null;
  return (
    <section className={text.stack} aria-label="Overrides">
      <h3 className={text.sectionTitle}>Overrides</h3>
      <ul className={styles.list}>
        {props.overrides.map(override => (
          <li key={override.overrideId} className={styles.item}>
            <strong className={styles.grow}>
              {overrideTargetText(override.target)}
            </strong>
            <div className={styles.sides}>
              <div className={styles.side}>
                <p className={styles.sideTitle}>Verdict, unchanged</p>
                <p className={styles.sideText}>{override.verdict}</p>
              </div>
              <div className={styles.side}>
                <p className={styles.sideTitle}>
                  Override by <Person entityRef={override.userRef} /> as{' '}
                  {roleTitle(override.role, props.roleTitles)}{' '}
                  <Age at={override.overriddenAt} />
                </p>
                <p className={styles.sideText}>“{override.reason}”</p>
              </div>
            </div>
            <ReviewLine
              review={override.review}
              roleTitles={props.roleTitles}
            />
          </li>
        ))}
      </ul>
    </section>
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
