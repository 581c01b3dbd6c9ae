// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowGoBackLine } from '@remixicon/react';
import type { EnvironmentLane } from 'backstage-plugin-promotion-common';
import { formatAge } from '../format/age';
import type { RollbackTarget } from './EnvironmentCard';
import text from '../parts/text.module.css';
import styles from './card.module.css';

/** Roll back to one of the releases that succeeded here. Without any there is no button; without leave it says why. */
export function RollbackMenu(props: {
  readonly lane: EnvironmentLane;
  readonly onRollback: (environment: string, target: RollbackTarget) => void;
}) {
  const { lane } = props;
  const { targets, allowed, reason } = lane.rollback;
  if (targets.length === 0) return null;
  if (!allowed) {
    return reason ? (
      <p className={`${text.small} ${text.secondary} ${styles.last}`}>
        {reason}
      </p>
    ) : null;
  }
  return (
    <div className={styles.last}>
      <MenuTrigger>
        <Button
          size="small"
          variant="tertiary"
          iconStart={<RiArrowGoBackLine />}
          aria-label={`Roll back ${lane.title}`}
        >
          Roll back
        </Button>
        <Menu
          onAction={key => {
            const target = targets.find(each => each.releaseId === key);
            if (target) props.onRollback(lane.environment, target);
          }}
        >
          {targets.map(target => (
            <MenuItem key={target.releaseId} id={target.releaseId}>
              {`to ${target.version}, live from ${formatAge(
                target.since,
                Date.now(),
              )}`}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
    </div>
  );
}
