// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Obstacle } from '../model/Readiness';

/** What a request is refused for now, first things first; none: it would be taken. */
export function refusingObstacles({
  obstacles = [],
}: {
  readonly obstacles?: readonly Obstacle[];
}): readonly Obstacle[] {
  return obstacles.filter(({ refuses }) => refuses);
}

/** Who can remove what comes first: approvers cannot fix a gate, nor anybody make time pass. */
export function helpersOf(obstacles: readonly Obstacle[]): string[] {
  const refusing = refusingObstacles({ obstacles });
  const first =
    refusing.length > 0
      ? refusing
      : obstacles.filter(({ kind }) => kind === obstacles[0]?.kind);
  return [...new Set(first.flatMap(({ helpers }) => helpers))];
}
