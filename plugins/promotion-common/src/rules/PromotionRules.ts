// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { environmentNameSchema } from '../model/scalars';
import { environmentRulesSchema } from './environmentRules';
import { gateRulesSchema } from './gateRules';
import { durationSchema } from '../model/quantities';
import { roleRulesSchema } from './roleRules';
import {
  validationKinds,
  type ValidationKind,
  type ValidationRules,
} from './validations';

const nameSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'a name has lower-case letters, digits and dashes, such as product-owner',
  )
  .max(64);
const roleNameSchema = nameSchema;

/** Who must agree on a path. */
export const approvalRulesSchema = z.strictObject({
  slots: z
    .array(
      z.strictObject({
        role: roleNameSchema.describe('A role defined under roles'),
        count: z
          .number()
          .int()
          .min(1)
          .max(10)
          .default(1)
          .describe('How many different people'),
      }),
    )
    .default([])
    .describe('Who must agree; none: nobody need'),
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
        .describe(
          'Any of these; none: the approving roles of the path, or an owner',
        ),
    })
    .default({ roles: [] })
    .describe('Who can roll back manually, besides the permission'),
  decisionTimeout: durationSchema.prefault('1d').describe('Default 24h'),
});

/** Which roles may override what. Absent means nobody. */
export const overrideRulesSchema = z.strictObject({
  roles: z.array(roleNameSchema).min(1).describe('Any of these may override'),
  targets: z
    .array(z.enum(['gates', 'approval', 'windows', 'holds', 'barred']))
    .min(1)
    .default(['gates'])
    .describe('What they may let go'),
  allowRequester: z
    .boolean()
    .optional()
    .describe(
      'Whether a requester can also override; default: anything but approval',
    ),
  review: z
    .strictObject({
      role: roleNameSchema.describe('Who looks at it'),
      within: durationSchema.describe('By when, from the override on'),
    })
    .optional()
    .describe('Who looks at it afterwards, by when'),
});

/** One allowed move between environments, with validations of these kinds. */
function pathRulesSchemaOf(kinds: readonly ValidationKind[]) {
  return z.strictObject({
    from: environmentNameSchema.describe(
      'The environment the release comes from',
    ),
    to: environmentNameSchema.describe('The environment it goes to'),
    gates: z
      .array(gateRulesSchema)
      .default([])
      .describe('What must hold before it may move'),
    approvals: approvalRulesSchema
      .prefault({})
      .describe('Who must agree, and how long that counts'),
    windows: z
      .array(z.never())
      .max(0)
      .default([])
      .describe('Not available in this version: leave empty'),
    autoPromote: z
      .literal(false)
      .default(false)
      .describe('Not available in this version: leave off'),
    validations: z
      .array(validationRulesSchemaOf(kinds))
      .default([])
      .describe('What is checked after deployment'),
    rollback: rollbackRulesSchema
      .prefault({})
      .describe('What happens when it fails, and who may go back'),
    overrides: overrideRulesSchema
      .optional()
      .describe('Which roles may override what; absent: nobody'),
    deploymentTimeout: durationSchema
      .prefault('20m')
      .describe('From the commit to live and healthy; default 20m'),
    degradedGrace: durationSchema
      .prefault('2m')
      .describe(
        'How long an application that was degraded before may stay so; default 2m',
      ),
  });
}

/** Checks after deployment. */
function validationRulesSchemaOf([
  first,
  ...more
]: readonly ValidationKind[]): z.ZodType<ValidationRules> {
  if (!first) throw new Error('There is no kind of validation.');
  return z.discriminatedUnion('kind', [
    first.schema,
    ...more.map(({ schema }) => schema),
  ]);
}

/** One allowed move between environments. */
export const pathRulesSchema = pathRulesSchemaOf(validationKinds);
/** @see pathRulesSchema */
export type PathRules = z.infer<typeof pathRulesSchema>;

/** The schema of a rules document whose paths may have validations of these kinds. */
export function promotionRulesSchemaOf(kinds: readonly ValidationKind[]) {
  return z.strictObject({
    apiVersion: z
      .literal('promotion/v1')
      .describe('The version of this format'),
    kind: z.literal('PromotionRules').describe('The kind of document'),
    metadata: z
      .strictObject({
        name: nameSchema.describe(
          'By which app-config and the annotation promotion/rules choose it',
        ),
        description: z
          .string()
          .max(1000)
          .optional()
          .describe('What these rules are for'),
      })
      .describe('Its name'),
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
      .prefault({})
      .describe('How releases are told apart'),
    outage: z
      .strictObject({
        max: durationSchema
          .prefault('1h')
          .describe('How long deadlines stand still for a source that is away'),
      })
      .prefault({})
      .describe('When a source cannot be reached'),
    maxConcurrent: z
      .record(environmentNameSchema, z.number().int().min(1))
      .default({})
      .describe('How many promotions may execute into an environment at once'),
    environments: z
      .record(environmentNameSchema, environmentRulesSchema)
      .describe('The places where components run, by name'),
    roles: z
      .record(roleNameSchema, roleRulesSchema)
      .default({})
      .describe('Who may agree or override, by name'),
    paths: z
      .array(pathRulesSchemaOf(kinds))
      .min(1)
      .describe('The allowed moves between environments'),
  });
}

/** A rules document: environments, roles and paths. Strict: an unknown key is a mistake. */
export const promotionRulesSchema = promotionRulesSchemaOf(validationKinds);
/** @see promotionRulesSchema */
export type PromotionRules = z.infer<typeof promotionRulesSchema>;
