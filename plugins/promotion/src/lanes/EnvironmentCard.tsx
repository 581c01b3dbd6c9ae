// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  BarredRelease,
  EnvironmentLane,
  PromotionSummary,
} from 'backstage-plugin-promotion-common';
import { Alert, Box } from '@backstage/ui';
import { StatusLabel } from '../parts/StatusLabel';
import { healthStatusStyles, syncStatusStyles } from '../status/statusStyles';
import { Age } from '../parts/Age';
import { OutsideLink } from '../parts/OutsideLink';
import { LaneNotes } from './LaneNotes';
import { LiveRelease } from './LiveRelease';
import { OpenPromotionLine } from './OpenPromotionLine';
import { OriginLine } from './OriginLine';
import { RollbackMenu } from './RollbackMenu';
import text from '../parts/text.module.css';
import styles from './card.module.css';

/** A release one can go back to. */
export type RollbackTarget = EnvironmentLane['rollback']['targets'][number];

/** One environment: what runs there, since when, how it came there, and how it is. */
export function EnvironmentCard(props: {
  readonly lane: EnvironmentLane;
  /** What is on its way here or back. */
  readonly open?: PromotionSummary;
  readonly actions: {
    readonly onOpenPromotion: (promotionId: string) => void;
    readonly onRollback: (environment: string, target: RollbackTarget) => void;
    readonly onLift: (barred: BarredRelease) => void;
  };
}) {
  const { lane, actions } = props;
  const { state } = lane;
  return (
    <Box
      as="article"
      bg="neutral"
      className={`${text.surface} ${styles.card}`}
      aria-label={`Environment ${lane.title}`}
    >
      <header className={styles.header}>
        <h3 className={`${text.secondary} ${styles.title}`}>{lane.title}</h3>
        {state?.applicationUrl && (
          <span className={text.small}>
            <OutsideLink href={state.applicationUrl}>Argo CD</OutsideLink>
          </span>
        )}
      </header>
      {state ? (
        <>
          <LiveRelease state={state} />
          <div className={text.row}>
            <StatusLabel
              style={healthStatusStyles[state.health]}
              title={state.healthMessage}
            />
            <StatusLabel style={syncStatusStyles[state.sync]} />
          </div>
          <OriginLine state={state} onOpenPromotion={actions.onOpenPromotion} />
          {state.problems.map(({ source, code, message, since }) => (
            <Alert
              key={`${source} ${code} ${message}`}
              status="warning"
              icon
              description={
                <>
                  {message} (<Age at={since} />)
                </>
              }
            />
          ))}
        </>
      ) : (
        <p className={text.secondary}>Not seen yet</p>
      )}
      {props.open && (
        <OpenPromotionLine
          promotion={props.open}
          invitation="Follow"
          onOpen={actions.onOpenPromotion}
        />
      )}
      <LaneNotes lane={lane} onLift={actions.onLift} />
      <RollbackMenu lane={lane} onRollback={actions.onRollback} />
    </Box>
  );
}
