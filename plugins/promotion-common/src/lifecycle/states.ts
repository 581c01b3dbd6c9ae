// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';

/** States in which something can still happen. */
export const openStates = [
  'awaiting-gates',
  'awaiting-approval',
  'queued',
  'executing',
  'awaiting-merge',
  'validating',
  'awaiting-decision',
  'rolling-back',
] as const;

/** States without a way out. */
export const terminalStates = [
  'succeeded',
  'rolled-back',
  'rollback-failed',
  'failed',
  'errored',
  'rejected',
  'cancelled',
  'superseded',
  'expired',
] as const;

/** Every state of a promotion. */
export const promotionStates = [...openStates, ...terminalStates] as const;
/** @see promotionStates */
export const promotionStateSchema = z.enum(promotionStates);
/** @see promotionStates */
export type PromotionState = z.infer<typeof promotionStateSchema>;

/** States that wait for people, evidence, time or a turn, and hold no slot. */
export const waitingStates = [
  'awaiting-gates',
  'awaiting-approval',
  'queued',
] as const satisfies readonly PromotionState[];

/** States that hold slots: from the decision to execute until the end. */
export const slotHoldingStates = [
  'executing',
  'awaiting-merge',
  'validating',
  'awaiting-decision',
  'rolling-back',
] as const satisfies readonly PromotionState[];

/**
 * What the target environment holds because of this promotion: nothing of it (`untouched`), the new release, what
 * was there before (`restored`), some of both (`mixed`), or nobody could tell (`unknown`).
 */
export const targetStates = [
  'untouched',
  'new',
  'restored',
  'mixed',
  'unknown',
] as const;
/** @see targetStates */
export const targetStateSchema = z.enum(targetStates);
/** @see targetStates */
export type TargetState = z.infer<typeof targetStateSchema>;
