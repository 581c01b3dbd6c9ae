// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { CSSProperties } from 'react';
import type {
  BarredRelease,
  ComponentView,
  PathView,
} from 'backstage-plugin-promotion-common';
import { cellsOf, placeOf } from './laneGrid';
import { EnvironmentCard, type RollbackTarget } from './EnvironmentCard';
import { PathCard } from './PathCard';
import text from '../parts/text.module.css';
import styles from './LaneBoard.module.css';

/** What one can open from the board. */
export interface BoardActions {
  readonly onOpenPath: (path: PathView) => void;
  readonly onPromote: (path: PathView) => void;
  readonly onOpenPromotion: (promotionId: string) => void;
  readonly onRollback: (environment: string, target: RollbackTarget) => void;
  readonly onLift: (barred: BarredRelease) => void;
}

/** The environments side by side with the paths between them; one below the other where there is no room. */
export function LaneBoard(props: {
  readonly view: ComponentView;
  readonly actions: BoardActions;
}) {
  const { view, actions } = props;
  const columns: CSSProperties & Record<'--lanes', number> = {
    '--lanes': view.lanes.length,
  };
  return (
    <section aria-label="Environments" className={styles.frame}>
      <ol className={`${text.list} ${styles.board}`} style={columns}>
        {cellsOf(view.lanes, view.paths).map(cell =>
          cell.kind === 'lane' ? (
            <li
              key={cell.lane.environment}
              className={styles.lane}
              style={placeOf(cell)}
            >
              <EnvironmentCard
                lane={cell.lane}
                open={view.promotions.find(
                  each => each.promotionId === cell.lane.openPromotionId,
                )}
                actions={actions}
              />
            </li>
          ) : (
            <li
              key={`${cell.path.from}..${cell.path.to}`}
              className={styles.path}
              style={placeOf(cell)}
            >
              <span aria-hidden className={styles.rise} />
              <PathCard
                path={cell.path}
                roleTitles={view.roleTitles}
                saidAbove={isAbout(view.about, cell.path)}
                actions={actions}
              />
            </li>
          ),
        )}
      </ol>
    </section>
  );
}

function isAbout(about: ComponentView['about'], { from, to }: PathView) {
  return about?.from === from && about.to === to;
}
