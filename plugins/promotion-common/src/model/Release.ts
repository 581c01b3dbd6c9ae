// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { contentHashSchema, entityRefSchema, linkSchema } from './scalars';

/**
 * One image of a release. At least one of tag and digest is present; `name` has neither. `realName` is the name it is
 * pulled by, where the manifest gives it another one; absent: the same. Both name one image.
 */
export const releaseImageSchema = z.object({
  name: z.string().min(1).max(512),
  realName: z.string().min(1).max(512).optional(),
  tag: z.string().min(1).max(128).optional(),
  digest: z
    .string()
    .toLowerCase()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
});
/** @see releaseImageSchema */
export type ReleaseImage = z.infer<typeof releaseImageSchema>;

/**
 * An immutable named set of images of one component: the thing that moves.
 * `releaseId` is the content hash over component and images, by (name, digest) when `pinned`, else by (name, tag).
 * `version` is what people see. `repository` and `commit` come from the build record, else from the rules' tag
 * template; absent means unknown, and gates on the commit answer `mismatched`. `observedDigests` are those that Pods
 * report for images known by tag alone; they name nothing, but where they change somebody pushed the tag again.
 */
export const releaseSchema = z.object({
  releaseId: contentHashSchema,
  componentRef: entityRefSchema,
  version: z.string().max(256),
  images: z.array(releaseImageSchema).min(1).max(50),
  pinned: z.boolean(),
  observedDigests: z.array(z.string().max(128)).max(50).optional(),
  repository: z.string().max(512).optional(),
  commit: z.string().max(64).optional(),
  buildUrl: linkSchema.optional(),
});
/** @see releaseSchema */
export type Release = z.infer<typeof releaseSchema>;
