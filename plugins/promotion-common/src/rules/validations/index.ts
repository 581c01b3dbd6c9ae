// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { healthValidation } from './healthValidation';
import type { ValidationKind } from './ValidationKind';

/** The built-in kinds of validations, one file each. Modules of the backend may bring more. */
export const validationKinds = [
  healthValidation,
] as const satisfies readonly ValidationKind[];

export { healthValidation };
export * from './ValidationKind';
