// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { explanationSchema, type Explanation } from '../model/Explanation';
import { planSchema, type Plan } from '../model/Plan';
import {
  promotionViewSchema,
  type PromotionView,
} from '../views/PromotionView';

/** What stands now, sent along with a 409 when the caller acted on something older. */
export interface CurrentState {
  readonly promotion?: PromotionView;
  readonly plan?: Plan;
}

/** What an answer outside 2xx said. */
export interface PromotionApiFailure {
  readonly status: number;
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly explanation?: Explanation;
  readonly plan?: Plan;
  readonly current?: CurrentState;
}

/**
 * The backend answered, and the answer is no. `message` says what to do next and may be shown as it is.
 *
 * `name` and `code` are for machines: `RefusedError` comes with the `explanation` (and, when something was to be
 * promoted, the `plan`); `StaleViewError` with what is `current`. Absent fields: the backend sent none, or an answer
 * that is not its own, such as a proxy's.
 */
export class PromotionApiError extends Error {
  readonly status: number;
  readonly code?: string;
  readonly explanation?: Explanation;
  readonly plan?: Plan;
  readonly current?: CurrentState;

  constructor(failure: PromotionApiFailure) {
    super(failure.message);
    this.name = failure.name;
    this.status = failure.status;
    this.code = failure.code;
    this.explanation = failure.explanation;
    this.plan = failure.plan;
    this.current = failure.current;
  }
}

/** Whether a caught error is the backend's answer, rather than the network's or a bug. */
export function isPromotionApiError(
  error: unknown,
): error is PromotionApiError {
  return error instanceof PromotionApiError;
}

const failureSchema = z.object({
  error: z.object({
    name: z.string(),
    message: z.string(),
    code: z.string().optional().catch(undefined),
    explanation: explanationSchema.optional().catch(undefined),
    plan: planSchema.optional().catch(undefined),
    current: z
      .object({
        promotion: promotionViewSchema.optional(),
        plan: planSchema.optional(),
      })
      .optional()
      .catch(undefined),
  }),
});

/** Reads an answer outside 2xx. Never rejects over its form: a body that is not ours keeps status and status text. */
export async function readPromotionApiError(
  response: Pick<Response, 'status' | 'statusText' | 'text'>,
): Promise<PromotionApiError> {
  const parsed = failureSchema.safeParse(asJson(await response.text()));
  if (parsed.success) {
    return new PromotionApiError({
      status: response.status,
      ...parsed.data.error,
    });
  }
  return new PromotionApiError({
    status: response.status,
    name: 'ResponseError',
    message:
      `the promotion backend answered ${response.status} ${response.statusText}`.trimEnd(),
  });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
