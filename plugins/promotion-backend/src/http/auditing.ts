// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { AuditorServiceEventSeverityLevel } from '@backstage/backend-plugin-api';
import type { RouteName } from 'backstage-plugin-promotion-common/client';

/** How each route is audited: reads low, commands medium, what lets something go against the rules high. */
export const auditing = {
  getComponent: { eventId: 'component-read', severityLevel: 'low' },
  refreshComponent: { eventId: 'component-refresh', severityLevel: 'low' },
  createPlan: { eventId: 'plan-create', severityLevel: 'low' },
  createPromotion: { eventId: 'request-create', severityLevel: 'medium' },
  listPromotions: { eventId: 'request-list', severityLevel: 'low' },
  getPromotion: { eventId: 'request-read', severityLevel: 'low' },
  listEvents: { eventId: 'record-read', severityLevel: 'low' },
  decideApproval: { eventId: 'approval-decide', severityLevel: 'medium' },
  withdrawApproval: { eventId: 'approval-withdraw', severityLevel: 'medium' },
  override: { eventId: 'override-create', severityLevel: 'high' },
  reviewOverride: { eventId: 'override-review', severityLevel: 'medium' },
  cancel: { eventId: 'request-cancel', severityLevel: 'medium' },
  rollback: { eventId: 'rollback-create', severityLevel: 'medium' },
  rollbackEnvironment: {
    eventId: 'environment-rollback',
    severityLevel: 'medium',
  },
  decide: { eventId: 'decision-create', severityLevel: 'medium' },
  retry: { eventId: 'request-retry', severityLevel: 'medium' },
  recordEvidence: { eventId: 'evidence-create', severityLevel: 'medium' },
  listEvidence: { eventId: 'evidence-read', severityLevel: 'low' },
  liftBar: { eventId: 'bar-lift', severityLevel: 'high' },
  getRules: { eventId: 'rules-read', severityLevel: 'low' },
  lintRules: { eventId: 'rules-lint', severityLevel: 'low' },
  getOpenApi: { eventId: 'contract-read', severityLevel: 'low' },
} satisfies Record<
  RouteName,
  { eventId: string; severityLevel: AuditorServiceEventSeverityLevel }
>;
