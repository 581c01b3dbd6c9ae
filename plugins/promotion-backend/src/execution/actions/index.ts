// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { NextAction } from 'backstage-plugin-promotion-common/lifecycle';
import type { Action } from '../Action';
import { evaluate } from './evaluate';
import { observe, observeRevert } from './observe';
import { prepare, prepareRevert } from './prepare';
import { look, lookMerge, lookRevert, publish, publishRevert } from './publish';
import { validate } from './validate';

/** What the worker can do, by the name the core gives it; `look-revert` it does by itself, when a deadline has passed. */
export const actions = {
  evaluate,
  prepare,
  publish,
  look,
  'look-merge': lookMerge,
  observe,
  validate,
  'prepare-revert': prepareRevert,
  'publish-revert': publishRevert,
  'observe-revert': observeRevert,
  'look-revert': lookRevert,
} as const satisfies Record<
  Exclude<NextAction['kind'], 'wait' | 'none'> | 'look-revert',
  Action
>;

/** What an action is called. */
export type ActionKind = keyof typeof actions;
