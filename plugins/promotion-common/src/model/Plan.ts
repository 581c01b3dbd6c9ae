// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { approvalRequirementSchema, tallySchema } from './Approval';
import { explanationSchema } from './Explanation';
import { gateResultSchema } from './Gate';
import { gateCountsSchema, obstacleSchema } from './Readiness';
import { releaseSchema } from './Release';
import {
  contentHashSchema,
  entityRefSchema,
  environmentNameSchema,
  timestampSchema,
} from './scalars';

/** Where a manifest lives. `repository` is `owner/name` on the GitHub host of `repositoryUrl`. */
export const manifestLocationSchema = z.object({
  repositoryUrl: z.string().describe('https://host/owner/name, without .git'),
  branch: z.string(),
  path: z.string().describe('the file, from the root of the repository'),
});
/** @see manifestLocationSchema */
export type ManifestLocation = z.infer<typeof manifestLocationSchema>;

/** An Argo CD application by instance and name. */
export const applicationIdSchema = z.object({
  instance: z.string(),
  name: z.string(),
  namespace: z.string().optional(),
  project: z.string().optional(),
});
/** @see applicationIdSchema */
export type ApplicationId = z.infer<typeof applicationIdSchema>;

/**
 * One field that changes. `pointer` is a JSON pointer in which an `images` entry is named, not counted:
 * `/images/[registry.example/acme/checkout]/newTag`. `before` or `after` absent = the field is not there.
 */
export const fieldWriteSchema = z.object({
  file: manifestLocationSchema,
  pointer: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
  beforeText: z
    .string()
    .optional()
    .describe(
      'how `before` was written, where a revert could not tell from the value: with its quotes; for a field that goes, the key it stood after and its line',
    ),
  afterText: z
    .string()
    .optional()
    .describe('the same of `after`; only present in a revert'),
});
/** @see fieldWriteSchema */
export type FieldWrite = z.infer<typeof fieldWriteSchema>;

/** A file before and after, for people: unified diff text with three lines of context. */
export const manifestDiffSchema = z.object({
  file: manifestLocationSchema,
  diff: z.string(),
});
/** @see manifestDiffSchema */
export type ManifestDiff = z.infer<typeof manifestDiffSchema>;

/** Units of execution, in order. */
export const stepNames = [
  'write-manifests',
  'sync-applications',
  'validate',
] as const;
/** @see stepNames */
export type StepName = (typeof stepNames)[number];

/**
 * Everything a promotion would do. `contentHash` covers component, from, to, release, field writes, applications and
 * the path's section of the rules with its roles; nothing else in here is hashed.
 * `executable` false: it would be refused now, and `explanation` says why.
 */
export const planSchema = z.object({
  componentRef: entityRefSchema,
  from: environmentNameSchema,
  to: environmentNameSchema,
  release: releaseSchema,
  releaseBefore: releaseSchema.optional(),
  rulesName: z.string(),
  rulesRevision: contentHashSchema,
  pathHash: contentHashSchema,
  steps: z.array(z.object({ name: z.enum(stepNames), title: z.string() })),
  fieldWrites: z.array(fieldWriteSchema),
  applications: z.array(applicationIdSchema),
  diffs: z.array(manifestDiffSchema),
  notMoving: z
    .array(z.string())
    .describe('differences of source and target manifest that will not move'),
  gates: z.array(gateResultSchema),
  requirement: approvalRequirementSchema,
  tally: tallySchema,
  explanation: explanationSchema,
  headline: z
    .string()
    .describe(
      'one sentence: may it move, what stands in the way, who can remove it',
    ),
  obstacles: z
    .array(obstacleSchema)
    .describe('all that stands in the way, in the order people read it'),
  helpers: z
    .array(z.string())
    .describe('who can remove what comes first: role names and references'),
  gateCounts: gateCountsSchema,
  executable: z.boolean(),
  contentHash: contentHashSchema,
  plannedAt: timestampSchema,
  reevaluateAt: timestampSchema.optional(),
});
/** @see planSchema */
export type Plan = z.infer<typeof planSchema>;
