// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion, Timestamp } from 'backstage-plugin-promotion-common';
import {
  dueAt,
  type NextAction,
} from 'backstage-plugin-promotion-common/lifecycle';
import { isBefore } from 'backstage-plugin-promotion-common/model';
import type { ActionKind } from './actions';

/**
 * What is done once more before a wait is ended for its deadline, by what would be done next: all of it only looks. A
 * process that was away for longer than the deadline would else end, or even undo, what went well meanwhile.
 */
export const lookBeforeEnding = {
  evaluate: undefined,
  prepare: undefined,
  publish: 'look',
  look: 'look',
  'look-merge': 'look-merge',
  observe: 'observe',
  validate: 'validate',
  'prepare-revert': undefined,
  'publish-revert': 'look-revert',
  'observe-revert': 'observe-revert',
  wait: undefined,
  none: undefined,
} as const satisfies Record<NextAction['kind'], ActionKind | undefined>;

/** Whether its present wait is over. */
export function isDue(promotion: Promotion, now: Timestamp): boolean {
  const due = dueAt(promotion);
  return due !== undefined && !isBefore(now, due);
}
