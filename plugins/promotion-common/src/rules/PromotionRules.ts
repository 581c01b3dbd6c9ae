// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { entityRefSchema, environmentNameSchema } from '../model/scalars';
import { gateRulesSchema } from './gateRules';
import { durationSchema } from './quantities';

const nameSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'a name has lower-case letters, digits and dashes, such as product-owner',
  )
  .max(64);
const roleNameSchema = nameSchema;

/** Why `within` is asked for; said by the schema and by the checks that follow it. */
export const WITHIN_NEEDED =
  'an annotation is a claim by the team it binds: name the group it counts within';

/**
 * A text with placeholders, filled per component: `{component}` (the entity's name), `{environment}`, and
 * `{annotation:NAME}`. `{annotation:NAME|fallback}` uses the fallback text when the entity has no such annotation.
 */
const templateSchema = z.string().min(1).max(512);

/** One manifest and the Argo CD application that deploys it. */
export const targetRulesSchema = z.strictObject({
  manifest: z.strictObject({
    path: templateSchema.describe('The file, or the folder of a kustomization'),
    format: z.enum(['kustomize']).default('kustomize'),
  }),
  application: z.strictObject({
    name: templateSchema,
    instance: templateSchema.default('default'),
    namespace: templateSchema.optional(),
    project: templateSchema.optional(),
  }),
});

/** A place where components run. */
export const environmentRulesSchema = z.strictObject({
  title: z.string().max(64).optional(),
  repository: templateSchema.describe('owner/name, or the https address'),
  branch: templateSchema.default('main'),
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
  targets: z.array(targetRulesSchema).min(1).max(10),
});
/** @see environmentRulesSchema */
export type EnvironmentRules = z.infer<typeof environmentRulesSchema>;

/**
 * Who holds a role: members of catalog groups (also nested), named users, whoever stands in a relation to the
 * component (`ownedBy`: the members of its owner), or the user an annotation names, counted only `within` a group.
 */
export const roleRulesSchema = z
  .strictObject({
    title: z.string().max(64).optional(),
    groups: z.array(entityRefSchema).optional(),
    users: z.array(entityRefSchema).optional(),
    relation: z.enum(['ownedBy']).optional(),
    annotation: z.string().max(256).optional(),
    within: entityRefSchema.optional(),
  })
  .refine(role => role.annotation === undefined || role.within !== undefined, {
    path: ['within'],
    message:
      'an annotation is a claim by the team it binds: name the group it counts within',
  });
/** @see roleRulesSchema */
export type RoleRules = z.infer<typeof roleRulesSchema>;

/** Who must agree on a path. */
export const approvalRulesSchema = z.strictObject({
  slots: z
    .array(
      z.strictObject({
        role: roleNameSchema,
        count: z.number().int().min(1).max(10).default(1),
      }),
    )
    .default([]),
  allowRequester: z
    .boolean()
    .default(false)
    .describe('Whether whoever asked may also agree'),
  distinct: z
    .enum(['across-roles', 'within-role'])
    .default('across-roles')
    .describe('Whether one person may stand for two roles'),
  expireAfter: durationSchema
    .prefault('7d')
    .describe('An approval counts this long; default 7d'),
  timeout: durationSchema
    .prefault('14d')
    .describe('A promotion that waits longer expires; default 14d'),
});

/** Checks after deployment. */
export const validationRulesSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('health'),
    name: roleNameSchema.optional(),
    settle: durationSchema
      .prefault('10s')
      .describe('Healthy without a break for this long; default 10s'),
    timeout: durationSchema.prefault('10m').describe('Default 10m'),
  }),
]);
/** @see validationRulesSchema */
export type ValidationRules = z.infer<typeof validationRulesSchema>;

/** What happens when a deployment fails, and who may go back by hand. */
export const rollbackRulesSchema = z.strictObject({
  onFailure: z
    .enum(['automatic', 'propose', 'off'])
    .default('automatic')
    .describe('Go back by itself, ask a person, or leave it'),
  requires: z
    .strictObject({
      roles: z
        .array(roleNameSchema)
        .default([])
        .describe('Any of these; none: the permission is enough'),
    })
    .default({ roles: [] }),
  decisionTimeout: durationSchema.prefault('1d').describe('Default 24h'),
});

/** Which roles may override what. Absent means nobody. */
export const overrideRulesSchema = z.strictObject({
  roles: z.array(roleNameSchema).min(1),
  targets: z
    .array(z.enum(['gates', 'approval', 'windows', 'holds', 'barred']))
    .min(1)
    .default(['gates']),
  allowRequester: z.boolean().default(true),
  review: z
    .strictObject({ role: roleNameSchema, within: durationSchema })
    .optional()
    .describe('Who looks at it afterwards, by when'),
});

/** One allowed move between environments. */
export const pathRulesSchema = z.strictObject({
  from: environmentNameSchema,
  to: environmentNameSchema,
  gates: z.array(gateRulesSchema).default([]),
  approvals: approvalRulesSchema.prefault({}),
  windows: z
    .array(z.never())
    .max(0)
    .default([])
    .describe('Not available in this version: leave empty'),
  autoPromote: z
    .literal(false)
    .default(false)
    .describe('Not available in this version: leave off'),
  validations: z.array(validationRulesSchema).default([]),
  rollback: rollbackRulesSchema.prefault({}),
  overrides: overrideRulesSchema.optional(),
  deploymentTimeout: durationSchema
    .prefault('20m')
    .describe('From the commit to live and healthy; default 20m'),
  degradedGrace: durationSchema
    .prefault('2m')
    .describe(
      'How long an application that was degraded before may stay so; default 2m',
    ),
});
/** @see pathRulesSchema */
export type PathRules = z.infer<typeof pathRulesSchema>;

/** A rules document: environments, roles and paths. Strict: an unknown key is a mistake. */
export const promotionRulesSchema = z.strictObject({
  apiVersion: z.literal('promotion/v1'),
  kind: z.literal('PromotionRules'),
  metadata: z.strictObject({
    name: nameSchema,
    description: z.string().max(1000).optional(),
  }),
  release: z
    .strictObject({
      mutableTags: z
        .array(z.string())
        .default([])
        .describe('Tags that move, besides latest and the environment names'),
      commitFromTag: z
        .string()
        .optional()
        .describe(
          'Where the commit stands in a tag, such as {version}-{commit}',
        ),
    })
    .prefault({}),
  outage: z
    .strictObject({
      max: durationSchema
        .prefault('1h')
        .describe('How long deadlines stand still for a source that is away'),
    })
    .prefault({}),
  maxConcurrent: z
    .record(environmentNameSchema, z.number().int().min(1))
    .default({})
    .describe('How many promotions may execute into an environment at once'),
  environments: z.record(environmentNameSchema, environmentRulesSchema),
  roles: z.record(roleNameSchema, roleRulesSchema).default({}),
  paths: z.array(pathRulesSchema).min(1),
});
/** @see promotionRulesSchema */
export type PromotionRules = z.infer<typeof promotionRulesSchema>;
