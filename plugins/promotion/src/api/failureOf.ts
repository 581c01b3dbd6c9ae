// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isPromotionApiError } from 'backstage-plugin-promotion-common/client';
import type { Explanation } from 'backstage-plugin-promotion-common';

/** What kind of no it is, so that each is shown as what it is. */
export type FailureKind =
  | 'no-rules'
  | 'forbidden'
  | 'not-found'
  | 'refused'
  | 'outdated'
  | 'invalid'
  | 'unavailable';

/** An answer that is not the wished one, ready to be shown. `explanation` is present when the backend gave its reasons. */
export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly explanation?: Explanation;
}

/** Code of the 404 for a component to which no rules document applies. */
export const noRulesCode = 'no-rules';

/** Reads any caught error: the backend's own words where it answered, else that it could not be reached. */
export function failureOf(error: unknown): Failure {
  if (!isPromotionApiError(error)) {
    const detail = error instanceof Error ? error.message : String(error);
    return {
      kind: 'unavailable',
      message: `The promotion backend could not be reached: ${detail}`,
    };
  }
  return {
    kind: kindOf(error.status, error.name, error.code),
    message: error.message,
    ...(error.explanation && { explanation: error.explanation }),
  };
}

function kindOf(status: number, name: string, code?: string): FailureKind {
  if (status === 404) return code === noRulesCode ? 'no-rules' : 'not-found';
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 409) return name === 'StaleViewError' ? 'outdated' : 'refused';
  return status >= 500 || status === 429 ? 'unavailable' : 'invalid';
}
