// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ready } from '../__testUtils__/situations';
import { cellsOf, placeOf } from './laneGrid';

const { view } = ready();
const lanes = view.lanes.filter(({ environment }) => environment !== 'canary');
const path = (from: string, to: string) => ({ ...view.paths[0]!, from, to });

describe('cellsOf', () => {
  it('reads in the way of a release and puts each path between what it joins', () => {
    const cells = cellsOf(lanes, [
      path('staging', 'production'),
      path('dev', 'staging'),
      path('dev', 'production'),
      path('dev', 'gone'),
    ]);
    expect(
      cells.map(cell => [
        cell.kind === 'lane'
          ? cell.lane.environment
          : `${cell.path.from}..${cell.path.to}`,
        placeOf(cell).gridColumn,
        placeOf(cell).gridRow,
      ]),
    ).toEqual([
      ['dev', '1 / span 2', 1],
      ['dev..staging', '2 / 4', 2],
      ['dev..production', '2 / 6', 3],
      ['staging', '3 / span 2', 1],
      ['staging..production', '4 / 6', 2],
      ['production', '5 / span 2', 1],
    ]);
  });
});
