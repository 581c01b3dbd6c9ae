// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ContentHash,
  EntityRef,
  Explanation,
  OverrideTarget,
  Plan,
} from 'backstage-plugin-promotion-common';
import { CustomErrorBase } from '@backstage/errors';
import type { Caller } from '../Caller';

/** Somebody acted first, or the caller has not seen what stands now. Carries what does, so that the browser can show it. */
export class StaleViewError extends CustomErrorBase {
  name = 'StaleViewError' as const;
  constructor(
    message: string,
    readonly current: { readonly promotionId?: string; readonly plan?: Plan },
  ) {
    super(message);
  }
}

/** The core refused, with its reasons. Answered with 409 and the explanation; nothing was written. */
export class RefusedError extends CustomErrorBase {
  name = 'RefusedError' as const;
  constructor(
    message: string,
    readonly code: string,
    readonly explanation: Explanation,
    readonly plan?: Plan,
  ) {
    super(message);
  }
}

/** What is asked to be promoted. */
export interface PromotionRequest {
  readonly componentRef: EntityRef;
  readonly from: string;
  readonly to: string;
  readonly releaseId?: string;
  readonly contentHash?: ContentHash;
  readonly reason?: string;
  readonly reference?: string;
  readonly notBefore?: string;
  readonly whenBlocked: 'refuse' | 'wait';
  readonly overrides: readonly {
    readonly target: OverrideTarget;
    readonly reason: string;
  }[];
}

/**
 * The commands. Each gathers facts, asks the core, persists in one transaction, wakes the worker, and answers with the
 * id of the promotion whose view the edge then reads. None calls GitHub or Argo CD but to inspect for a plan.
 *
 * @throws NotFoundError, NotAllowedError, InputError, RefusedError, StaleViewError
 */
export interface PromotionService {
  plan(
    request: Pick<
      PromotionRequest,
      'componentRef' | 'from' | 'to' | 'releaseId'
    >,
    caller: Caller,
  ): Promise<Plan>;
  /** `created` false: the same release is already on its way, and that promotion answers. */
  request(
    request: PromotionRequest,
    caller: Caller,
  ): Promise<{ readonly promotionId: string; readonly created: boolean }>;
  decideApproval(
    command: {
      readonly promotionId: string;
      readonly decision: 'approved' | 'rejected';
      readonly contentHash: ContentHash;
      readonly role?: string;
      readonly comment?: string;
    },
    caller: Caller,
  ): Promise<void>;
  withdrawApproval(
    command: { readonly promotionId: string },
    caller: Caller,
  ): Promise<void>;
  override(
    command: {
      readonly promotionId: string;
      readonly target: OverrideTarget;
      readonly contentHash: ContentHash;
      readonly reason: string;
    },
    caller: Caller,
  ): Promise<void>;
  reviewOverride(
    command: {
      readonly promotionId: string;
      readonly overrideId: string;
      readonly comment: string;
    },
    caller: Caller,
  ): Promise<void>;
  cancel(
    command: { readonly promotionId: string; readonly reason: string },
    caller: Caller,
  ): Promise<void>;
  /** Stops one that is under way (answers its id), or makes a new promotion that puts back what was there. */
  rollback(
    command: {
      readonly promotionId: string;
      readonly reason: string;
      readonly releaseId?: string;
    },
    caller: Caller,
  ): Promise<{ readonly promotionId: string }>;
  rollbackEnvironment(
    command: {
      readonly componentRef: EntityRef;
      readonly environment: string;
      readonly releaseId: string;
      readonly reason: string;
    },
    caller: Caller,
  ): Promise<{ readonly promotionId: string }>;
  decide(
    command: {
      readonly promotionId: string;
      readonly choice: 'rollback' | 'leave';
      readonly reason: string;
    },
    caller: Caller,
  ): Promise<void>;
  retry(
    command: { readonly promotionId: string; readonly reason?: string },
    caller: Caller,
  ): Promise<{ readonly promotionId: string }>;
  liftBar(
    command: {
      readonly componentRef: EntityRef;
      readonly environment: string;
      readonly releaseId: string;
      readonly reason: string;
    },
    caller: Caller,
  ): Promise<boolean>;
}
