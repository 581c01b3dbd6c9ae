// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { CSSProperties } from 'react';
import type {
  EnvironmentLane,
  PathView,
} from 'backstage-plugin-promotion-common';

/** A cell of the board, in reading order: an environment, or a path that leads out of the one before it. */
export type Cell =
  | {
      readonly kind: 'lane';
      readonly lane: EnvironmentLane;
      readonly index: number;
    }
  | {
      readonly kind: 'path';
      readonly path: PathView;
      readonly row: number;
      readonly fromIndex: number;
      readonly toIndex: number;
    };

/**
 * Puts environments side by side and each path below, between the two it joins. Paths that skip an environment or
 * lead back get rows of their own. Reading order follows the way of a release: dev, dev → staging, staging, …
 */
export function cellsOf(
  lanes: readonly EnvironmentLane[],
  paths: readonly PathView[],
): Cell[] {
  const indexOf = new Map(lanes.map((lane, i) => [lane.environment, i]));
  let nextRow = 3;
  return lanes.flatMap((lane, index): Cell[] => [
    { kind: 'lane', lane, index },
    ...paths
      .filter(path => path.from === lane.environment)
      .flatMap((path): Cell[] => {
        const toIndex = indexOf.get(path.to);
        if (toIndex === undefined) return [];
        const row = toIndex === index + 1 ? 2 : nextRow++;
        return [{ kind: 'path', path, row, fromIndex: index, toIndex }];
      }),
  ]);
}

/** Where a cell lies in a grid with two columns per environment. */
export function placeOf(cell: Cell): CSSProperties {
  if (cell.kind === 'lane') {
    return { gridColumn: `${cell.index * 2 + 1} / span 2`, gridRow: 1 };
  }
  const left = Math.min(cell.fromIndex, cell.toIndex);
  const right = Math.max(cell.fromIndex, cell.toIndex);
  return {
    gridColumn: `${left * 2 + 2} / ${right * 2 + 2}`,
    gridRow: cell.row,
  };
}
