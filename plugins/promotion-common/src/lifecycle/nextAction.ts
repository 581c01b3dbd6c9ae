// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { stageOf } from './changeProgress';
import type { NextAction } from './effects';
import type { Promotion } from './Promotion';
import { isTerminal } from './isTerminal';

/**
 * What the worker does next, from the row alone, so that a process that died anywhere looks and goes on. A prepared
 * commit is looked for on the branch before it is published again; once cancelling was asked for it is only looked for.
 */
export function nextAction(promotion: Promotion): NextAction {
  const { state, progress } = promotion;
  if (isTerminal(state)) return { kind: 'none' };
  switch (state) {
    case 'executing':
      return { kind: forwards(promotion) };
    case 'awaiting-merge':
      return { kind: 'look-merge' };
    case 'validating':
      return { kind: 'validate' };
    case 'awaiting-decision':
      return { kind: 'wait' };
    case 'rolling-back':
      return { kind: backwards(progress.revert) };
    default:
      return { kind: 'evaluate' };
  }
}

function forwards({
  progress,
}: Promotion): 'prepare' | 'publish' | 'look' | 'observe' {
  const stage = progress.deployment
    ? stageOf(progress.deployment)
    : 'unprepared';
  if (stage === 'published') return 'observe';
  if (stage === 'unprepared') return 'prepare';
  return progress.cancelRequested ? 'look' : 'publish';
}

function backwards(
  revert: Promotion['progress']['revert'],
): 'prepare-revert' | 'publish-revert' | 'observe-revert' {
  const stage = revert ? stageOf(revert) : 'unprepared';
  if (stage === 'published') return 'observe-revert';
  return stage === 'unprepared' ? 'prepare-revert' : 'publish-revert';
}
