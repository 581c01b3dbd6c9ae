// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import type { PromotionSummary } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { StatusLabel } from '../parts/StatusLabel';
import { promotionStateStyles } from '../status/statusStyles';
import text from '../parts/text.module.css';
import styles from './card.module.css';

/** A promotion that is open: its state since when, and the way to it. */
export function OpenPromotionLine(props: {
  readonly promotion: Pick<
    PromotionSummary,
    'promotionId' | 'release' | 'state' | 'stateSince' | 'to'
  >;
  readonly invitation: 'Follow' | 'Decide';
  readonly onOpen: (promotionId: string) => void;
}) {
  const { promotion, invitation } = props;
  return (
    <div className={`${text.small} ${styles.open}`}>
      <span>
        <StatusLabel style={promotionStateStyles[promotion.state]} />{' '}
        <Age at={promotion.stateSince} />
      </span>
      <Button
        size="small"
        variant={invitation === 'Decide' ? 'primary' : 'secondary'}
        aria-label={`${invitation}: ${promotion.release.version} to ${promotion.to}`}
        onPress={() => props.onOpen(promotion.promotionId)}
      >
        {invitation}
      </Button>
    </div>
  );
}
