// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import type { PromotionView } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { StatusLabel } from '../parts/StatusLabel';
import { promotionStateStyles } from '../status/promotionStateStyles';
import styles from './PathCard.module.css';

/** The promotion that is open on a path: its state and the way to it. */
export function OpenPromotionLine(props: {
  readonly promotion: PromotionView;
  readonly onOpen: (promotionId: string) => void;
}) {
  const { promotion } = props;
  const mayApprove = promotion.commands.some(
    command => command.name === 'approve' && command.allowed,
  );
  return (
    <div className={styles.open}>
      <span>
        <StatusLabel style={promotionStateStyles[promotion.state]} />{' '}
        <Age at={promotion.stateSince} />
      </span>
      <Button
        size="small"
        variant={mayApprove ? 'primary' : 'secondary'}
        aria-label={`Open promotion of ${promotion.release.version} to ${promotion.to}`}
        onPress={() => props.onOpen(promotion.promotionId)}
      >
        {mayApprove ? 'Decide' : 'Follow'}
      </Button>
    </div>
  );
}
