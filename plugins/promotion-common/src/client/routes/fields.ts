// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';

/** Why somebody does something; for people, kept for good. */
export const reasonSchema = z.string().trim().min(3).max(2000);
/** A part of a path that names something. */
export const segment = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9._-]+$/);
/** The parameters of every route about one promotion. */
export const promotionParams = z.strictObject({ promotionId: z.uuid() });
