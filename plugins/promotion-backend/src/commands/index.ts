// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { cancel } from './cancel';
import { createPromotion } from './createPromotion';
import { decide } from './decide';
import { decideApproval } from './decideApproval';
import { liftBar } from './liftBar';
import { override } from './override';
import { retry } from './retry';
import { reviewOverride } from './reviewOverride';
import { rollback, rollbackEnvironment } from './rollback';
import { withdrawApproval } from './withdrawApproval';

export { answerOnce } from './answerOnce';
export type {
  BackendCommand,
  CommandAnswered,
  CommandPorts,
} from './CommandPorts';

/** How each command route is run. */
export const commands = {
  createPromotion,
  decideApproval,
  withdrawApproval,
  override,
  reviewOverride,
  cancel,
  rollback,
  rollbackEnvironment,
  decide,
  retry,
  liftBar,
};
