// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { contentHashSchema, entityRefSchema, linkSchema } from './scalars';

/** One image of a release. At least one of tag and digest is present; `name` has neither. */
export const releaseImageSchema = z.object({
  name: z.string().min(1).max(512),
  tag: z.string().min(1).max(128).optional(),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
});
/** @see releaseImageSchema */
export type ReleaseImage = z.infer<typeof releaseImageSchema>;

/**
 * An immutable named set of images of one component: the thing that moves.
 * `releaseId` is the content hash over component and images, by (name, digest) when `pinned`, else by (name, tag).
 * `version` is what people see. `repository` and `commit` come from the build record, else from the rules' tag
 * template; absent means unknown, and gates on the commit answer `mismatched`.
 */
export const releaseSchema = z.object({
  releaseId: contentHashSchema,
  componentRef: entityRefSchema,
  version: z.string().max(256),
  images: z.array(releaseImageSchema).min(1).max(50),
  pinned: z.boolean(),
  repository: z.string().max(512).optional(),
  commit: z.string().max(64).optional(),
  buildUrl: linkSchema.optional(),
});
/** @see releaseSchema */
export type Release = z.infer<typeof releaseSchema>;
