// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { entityRefSchema } from '../model/scalars';

/** Why `within` is asked for; said by the schema and by the checks that follow it. */
export const WITHIN_NEEDED =
  'an annotation is a claim by the team it binds: name the group it counts within';

/**
 * Who holds a role: members of catalog groups (also nested), named users, whoever stands in a relation to the
 * component (`ownedBy`: the members of its owner), or the user an annotation names, counted only `within` a group.
 */
export const roleRulesSchema = z
  .strictObject({
    title: z
      .string()
      .max(64)
      .optional()
      .describe('What people read; absent: the name'),
    groups: z
      .array(entityRefSchema)
      .optional()
      .describe('Catalog groups; members of groups inside them count'),
    users: z.array(entityRefSchema).optional().describe('Single people'),
    relation: z
      .enum(['ownedBy'])
      .optional()
      .describe('Members of the owner of the component'),
    annotation: z
      .string()
      .max(256)
      .optional()
      .describe('The annotation of the component that names a person'),
    within: entityRefSchema
      .optional()
      .describe(
        'The group that person must be a member of; needed with annotation',
      ),
  })
  .refine(role => role.annotation === undefined || role.within !== undefined, {
    path: ['within'],
    message:
      'an annotation is a claim by the team it binds: name the group it counts within',
  });
/** @see roleRulesSchema */
export type RoleRules = z.infer<typeof roleRulesSchema>;
