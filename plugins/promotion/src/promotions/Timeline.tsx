// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { TimelineEntry } from 'backstage-plugin-promotion-common';
import { formatMoment } from '../format/age';
import { shortDigest } from '../format/identifiers';
import { Age } from '../parts/Age';
import { ActorName } from '../parts/Person';
import { promotionStateStyles } from '../status/statusStyles';
import { foldTimeline } from './foldTimeline';
import text from '../parts/text.module.css';
import styles from './Timeline.module.css';

/** The records of a promotion, newest first; what was only repeated is one line. */
export function Timeline(props: {
  readonly entries: readonly TimelineEntry[];
}) {
  const lines = foldTimeline(props.entries);
  return (
    <section className={text.stack} aria-label="History">
      <h3 className={text.sectionTitle}>History</h3>
      <ol className={styles.entries}>
        {lines.map(({ entry, count, since }) => (
          <li key={entry.sequence} className={styles.entry}>
            <p className={styles.message}>{entry.message}</p>
            <p className={`${text.small} ${text.secondary}`}>
              <Age at={entry.at} />
              {count > 1 && (
                <>
                  , said {count} times since <Age at={since} />
                </>
              )}{' '}
              · <ActorName actor={entry.actor} />
              {entry.from !== entry.to &&
                ` · ${promotionStateStyles[entry.to].label}`}
              {' · '}
              <span
                title={`record ${entry.sequence}, ${formatMoment(
                  entry.at,
                )}, chained as ${entry.hash}`}
              >
                #{entry.sequence} {shortDigest(entry.hash).slice(0, 7)}
              </span>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
