// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { durationSchema } from '../../model/quantities';
import { defineValidation } from './ValidationKind';

/** The application stays live and healthy for a while. */
export const healthValidation = defineValidation(
  'health',
  'Live and healthy without a break',
  {
    settle: durationSchema
      .prefault('10s')
      .describe('Healthy without a break for this long; default 10s'),
  },
);
