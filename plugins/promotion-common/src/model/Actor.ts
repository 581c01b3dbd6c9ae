// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { entityRefSchema } from './scalars';

/**
 * The user or service that did something. `ref` is a user's entity reference, a service's subject
 * (`external:…`, `plugin:…`), or `system` for what the product does by itself.
 * `onBehalfOf` is present when a service acted for a user; such a call may never vote or override.
 */
export const actorSchema = z.object({
  kind: z.enum(['user', 'service', 'system']),
  ref: z.string().max(256),
  onBehalfOf: entityRefSchema.optional(),
});
/** @see actorSchema */
export type Actor = z.infer<typeof actorSchema>;
