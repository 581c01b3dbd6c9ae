// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';

/**
 * A text with placeholders, filled per component: `{component}` (the entity's name), `{environment}`, and
 * `{annotation:NAME}`. `{annotation:NAME|fallback}` uses the fallback text when the entity has no such annotation.
 */
const templateSchema = z.string().min(1).max(512);

/** One manifest and the Argo CD application that deploys it. */
export const targetRulesSchema = z.strictObject({
  manifest: z
    .strictObject({
      path: templateSchema.describe(
        'The file, or the folder of a kustomization',
      ),
      format: z
        .enum(['kustomize'])
        .default('kustomize')
        .describe('How images are named in the file'),
    })
    .describe('The file that names the images'),
  application: z
    .strictObject({
      name: templateSchema.describe('Its name in Argo CD'),
      instance: templateSchema
        .default('default')
        .describe('The Argo CD instance of app-config that runs it'),
      namespace: templateSchema
        .optional()
        .describe(
          'The namespace of the Application resource; absent: that of Argo CD',
        ),
      project: templateSchema
        .optional()
        .describe('The Argo CD project it must belong to; absent: not asked'),
    })
    .describe('The Argo CD application that deploys the manifest'),
});

/** A place where components run. */
export const environmentRulesSchema = z.strictObject({
  title: z
    .string()
    .max(64)
    .optional()
    .describe('What people read; absent: the name'),
  repository: templateSchema.describe(
    'The GitOps repository: owner/name, or the https address',
  ),
  branch: templateSchema
    .default('main')
    .describe('The branch Argo CD deploys from'),
  labels: z
    .record(
      z
        .string()
        .regex(
          /^[a-zA-Z_][a-zA-Z0-9_]*$/,
          'a label name has letters, digits and underscores and does not start with a digit',
        ),
      templateSchema,
    )
    .default({})
    .describe(
      'Labels that go into every metrics query; default: component and environment',
    ),
  images: z
    .array(templateSchema)
    .default([])
    .describe(
      'Image names that belong to the component; none: the manifest has one entry',
    ),
  targets: z
    .array(targetRulesSchema)
    .min(1)
    .max(10)
    .describe('One or more manifests, each with its application'),
});
/** @see environmentRulesSchema */
export type EnvironmentRules = z.infer<typeof environmentRulesSchema>;
