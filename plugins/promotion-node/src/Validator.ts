// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Observation,
  Promotion,
  ValidationResult,
  ValidationRules,
} from 'backstage-plugin-promotion-common';
import type { CallContext } from './CallContext';

/** One check after deployment. Returns at once; `running` is asked again after `retryAfterMs`. */
export interface Validator {
  readonly kind: ValidationRules['kind'];
  validate(
    request: {
      readonly promotion: Promotion;
      readonly rules: ValidationRules;
      readonly previous?: ValidationResult;
    },
    context: CallContext,
  ): Promise<{
    readonly result: ValidationResult;
    /** What it saw of the deployment, to be remembered for the next look. Absent: it did not look there. */
    readonly observation?: Observation;
    readonly retryAfterMs: number;
  }>;
}
