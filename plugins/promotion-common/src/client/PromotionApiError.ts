// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Explanation } from '../model/Explanation';
import type { Plan } from '../model/Plan';
import type { PromotionView } from '../views/PromotionView';

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

/** Reads an answer outside 2xx. Never rejects over its form: a body that is not ours keeps status and status text. */
export async function readPromotionApiError(
  response: Pick<Response, 'status' | 'statusText' | 'text'>,
): Promise<PromotionApiError> {
  const { status, statusText } = response;
  const error = errorIn(await response.text());
  return new PromotionApiError({
    ...(error ?? {
      name: 'ResponseError',
      message:
        `the promotion backend answered ${status} ${statusText}`.trimEnd(),
    }),
    status,
  });
}

/** Absent: the text is not the backend's own, such as a proxy's page. */
function errorIn(text: string): PromotionApiAnswer['error'] | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isOurs(body) ? body.error : undefined;
  } catch {
    return undefined;
  }
}

interface PromotionApiAnswer {
  readonly error: Omit<PromotionApiFailure, 'status'>;
}

/** Told by name and message: whoever answers with these is the backend, and the rest has its types. */
function isOurs(body: unknown): body is PromotionApiAnswer {
  if (!isRecord(body) || !isRecord(body.error)) return false;
  const { name, message } = body.error;
  return typeof name === 'string' && typeof message === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
