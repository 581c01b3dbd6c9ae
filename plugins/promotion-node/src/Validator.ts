// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Observation,
  Promotion,
  ValidationKind,
  ValidationResult,
  ValidationRules,
} from 'backstage-plugin-promotion-common';
import type { CallContext } from './CallContext';

/**
 * One kind of check after deployment: what the rules may say of it, in which words, and who does it. Returns at once; `running` is asked again after `retryAfterMs`.
 */
export interface Validator {
  /** Made by `defineValidation`; `isOfKind` tells its own keys. */
  readonly kind: ValidationKind;
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
