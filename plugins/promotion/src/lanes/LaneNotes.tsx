// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import {
  RiForbid2Line,
  RiPauseCircleLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import type {
  BarredRelease,
  EnvironmentLane,
} from 'backstage-plugin-promotion-common';
import { Person } from '../parts/Person';
import text from '../parts/text.module.css';
import tones from '../status/tones.module.css';
import styles from './card.module.css';

/** What stops releases here: holds, releases that may not come again (with the way to lift that), and what was lifted. */
export function LaneNotes(props: {
  readonly lane: EnvironmentLane;
  readonly onLift: (barred: BarredRelease) => void;
}) {
  const { lane } = props;
  const { allowed, reason } = lane.lift;
  return (
    <>
      {lane.holds.map(hold => (
        <Note key={hold.holdId} Icon={RiPauseCircleLine}>
          {hold.stops === 'all' ? 'Freeze' : 'Automatic promotion held'}:{' '}
          {hold.reason}
        </Note>
      ))}
      {lane.barred.map(barred => (
        <Note key={barred.releaseId} Icon={RiForbid2Line}>
          <strong>{barred.version} barred</strong>: {barred.reason}
          <br />
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
        </Note>
      ))}
      {lane.liftedBars.map(bar => (
        <Note key={`${bar.releaseId} ${bar.liftedAt}`} Icon={RiForbid2Line}>
          The bar on {bar.version} was lifted
          {bar.liftedBy && (
            <>
              {' by '}
              <Person entityRef={bar.liftedBy} />
            </>
          )}
          {bar.liftReason && `: ${bar.liftReason}`}
        </Note>
      ))}
    </>
  );
}

function Note(props: {
  readonly Icon: RemixiconComponentType;
  readonly children: ReactNode;
}) {
  return (
    <div
      className={`${tones.warning} ${tones.ground} ${tones.ink} ${text.small} ${styles.note}`}
    >
      <props.Icon size={14} aria-hidden />
      <div>{props.children}</div>
    </div>
  );
}
