// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiArrowRightLine, RiShieldUserLine } from '@remixicon/react';
import type { PromotionSummary } from 'backstage-plugin-promotion-common';
import { Unseen } from '../parts/Unseen';
import { Age } from '../parts/Age';
import { ActorName } from '../parts/Person';
import { StatusLabel } from '../parts/StatusLabel';
import { promotionStateStyles } from '../status/statusStyles';
import text from '../parts/text.module.css';
import tones from '../status/tones.module.css';
import styles from './PromotionTab.module.css';

const columns = ['Release', 'Path', 'State', 'How it stands', 'Requested'];

/** The latest promotions and rollbacks of the component, newest first. */
export function RecentPromotions(props: {
  readonly promotions: readonly PromotionSummary[];
  readonly onOpenPromotion: (promotionId: string) => void;
}) {
  return (
    <section className={text.stack} aria-label="Recent promotions">
      <h2 className={text.sectionTitle}>Recent promotions</h2>
      {props.promotions.length === 0 ? (
        <p className={`${text.small} ${text.secondary}`}>
          None yet. The first one starts with a Promote button above.
        </p>
      ) : (
        <div className={`${text.surface} ${styles.scroll}`}>
          <table className={styles.table}>
            <thead className={text.secondary}>
              <tr>
                {columns.map(name => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.promotions.map(promotion => (
                <PromotionRow
                  key={promotion.promotionId}
                  promotion={promotion}
                  onOpen={() => props.onOpenPromotion(promotion.promotionId)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function PromotionRow({
  promotion,
  onOpen,
}: {
  readonly promotion: PromotionSummary;
  readonly onOpen: () => void;
}) {
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={`${text.linkButton} ${styles.release}`}
          onClick={onOpen}
        >
          {promotion.release.version}
          <Unseen>{` to ${promotion.to}, ${promotion.kind}`}</Unseen>
        </button>
      </th>
      <td className={styles.nowrap}>
        {promotion.kind === 'rollback' ? (
          `rollback of ${promotion.to}`
        ) : (
          <span className={text.inline}>
            {promotion.from} <RiArrowRightLine size={12} aria-label="to" />{' '}
            {promotion.to}
          </span>
        )}
      </td>
      <td>
        <StatusLabel style={promotionStateStyles[promotion.state]} />
        {promotion.overridden && (
          <span className={`${tones.warning} ${tones.ink} ${styles.nowrap}`}>
            <br />
            <RiShieldUserLine size={12} aria-hidden /> overridden
          </span>
        )}
      </td>
      <td className={styles.words}>{promotion.headline}</td>
      <td>
        <Age at={promotion.requestedAt} /> by{' '}
        <ActorName actor={promotion.requestedBy} />
      </td>
    </tr>
  );
}
