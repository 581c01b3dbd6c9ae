// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import {
  durationSchema,
  entityRefSchema,
  evidenceSchema,
} from 'backstage-plugin-promotion-common/model';

const oneOrMore = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform(value => (typeof value === 'string' ? [value] : value));

/**
 * Which entities something applies to. Every given key must hold; several values of one key are alternatives. An
 * annotation is `true` (it is there), `false` (it is not) or the value it has. No key at all fits every entity of
 * the kinds, which are Component where not given.
 */
export const entityFilterSchema = z.strictObject({
  kind: oneOrMore.prefault('Component'),
  type: oneOrMore.optional(),
  namespace: oneOrMore.optional(),
  name: oneOrMore.optional(),
  annotations: z
    .record(z.string(), z.union([z.boolean(), z.string()]))
    .optional(),
  ownedBy: oneOrMore.pipe(z.array(entityRefSchema)).optional(),
});
/** @see entityFilterSchema */
export type EntityFilter = z.infer<typeof entityFilterSchema>;

const globs = z.array(z.string().min(1));

/** A rules document, to whom it applies, and what it may reach. */
export const rulesEntrySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/),
  target: z.string().min(1),
  appliesTo: entityFilterSchema.prefault({}),
  allow: z.strictObject({
    repositories: globs.min(1),
    branches: globs.min(1).default(['main']),
    manifestPaths: globs.min(1).default(['**']),
    argocdInstances: globs.min(1).default(['default']),
    argocdProjects: globs.default(['*']),
  }),
});
/** @see rulesEntrySchema */
export type RulesEntry = z.infer<typeof rulesEntrySchema>;

/** A service whose evidence is trusted as `machine`, for these kinds and components only. */
export const producerSchema = z.strictObject({
  subject: z.string().min(1),
  kinds: z.array(evidenceSchema.shape.kind).min(1),
  components: entityFilterSchema.prefault({}),
});
/** @see producerSchema */
export type Producer = z.infer<typeof producerSchema>;

const promotionConfigSchema = z.object({
  rules: z
    .array(rulesEntrySchema)
    .default([])
    .refine(
      entries =>
        new Set(entries.map(entry => entry.name)).size === entries.length,
      { message: 'two documents have one name' },
    ),
  producers: z.array(producerSchema).default([]),
  repositoryHost: z.url({ protocol: /^https?$/ }).default('https://github.com'),
  trustedOrigins: globs.optional(),
  operators: z.array(entityRefSchema).default([]),
  observation: z
    .strictObject({ every: durationSchema.prefault('10s') })
    .prefault({}),
  worker: z.strictObject({ every: durationSchema.prefault('1s') }).prefault({}),
});
/** The part of app-config under `promotion` that is not an adapter's. */
export type PromotionConfig = z.infer<typeof promotionConfigSchema>;

/**
 * Reads app-config.
 *
 * @throws InputError naming every wrong key by its place, so that the backend refuses to start with it
 */
export function readPromotionConfig(config: Config): PromotionConfig {
  const raw = config.getOptional('promotion') ?? {};
  const parsed = promotionConfigSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(issue => {
    const place = ['promotion', ...issue.path]
      .map((part, index) =>
        typeof part === 'number'
          ? `[${part}]`
          : `${index ? '.' : ''}${String(part)}`,
      )
      .join('');
    return `${place}: ${issue.message}`;
  });
  throw new InputError(`app-config is not usable: ${mistakes.join('; ')}`);
}
