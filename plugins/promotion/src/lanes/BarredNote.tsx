// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import { RiForbid2Line } from '@remixicon/react';
import type {
  BarredRelease,
  EnvironmentLane,
} from 'backstage-plugin-promotion-common';
import styles from './EnvironmentCard.module.css';

/** A release that may not come here again, why, and the way to let it try again for those who may. */
export function BarredNote(props: {
  readonly barred: BarredRelease;
  readonly lane: EnvironmentLane;
  readonly onLift: (barred: BarredRelease) => void;
}) {
  const { barred, lane } = props;
  const { allowed, reason } = lane.lift;
  return (
    <div className={styles.note}>
      <RiForbid2Line size={14} aria-hidden />
      <div className={styles.noteBody}>
        <span>
          <strong>{barred.version} barred</strong>: {barred.reason}
        </span>
        {allowed ? (
          <Button
            size="small"
            variant="tertiary"
            aria-label={`Lift the bar on ${barred.version} in ${lane.title}`}
            onPress={() => props.onLift(barred)}
          >
            Lift…
          </Button>
        ) : (
          reason && <span>{reason}</span>
        )}
      </div>
    </div>
  );
}
