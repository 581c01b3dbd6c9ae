// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { promotionParams } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Withdraw the own decision. */
export const withdrawApproval = defineRoute({
  method: 'DELETE',
  path: '/promotions/{promotionId}/approvals/mine',
  summary: 'Take the own decision back, until execution starts',
  ...triedBy('withdraw'),
  params: promotionParams,
  answer: commandAnswerSchema,
  audit: { eventId: 'approval-withdraw', severityLevel: 'medium' },
  status: 200,
});
