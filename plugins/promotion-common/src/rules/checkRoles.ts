// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { entityRefSchema } from '../model/scalars';
import { nearestOf } from './nearest';
import { WITHIN_NEEDED } from './roleRules';
import {
  entriesOf,
  fieldOf,
  listOf,
  shortened,
  textOf,
  valueAt,
} from './rawValues';
import type { DocumentPath, Finding } from './RulesProblem';

const SOURCES = ['groups', 'users', 'relation', 'annotation'] as const;

/** Each role that is used is defined, and each that is defined can be held by someone. */
export function* checkRoles(root: unknown): Generator<Finding> {
  const roles = entriesOf(fieldOf(root, 'roles'));
  const names = new Set(roles.map(([name]) => name));
  for (const [name, role] of roles) {
    yield* emptyRole(name, role);
    yield* wrongKinds(name, role);
  }
  for (const [index, path] of listOf(fieldOf(root, 'paths')).entries()) {
    yield* repeatedSlots(path, index);
    for (const use of roleUses(path, ['paths', index])) {
      if (!names.has(use.role)) yield undefinedRole(use, names);
    }
  }
}

interface RoleUse {
  readonly path: DocumentPath;
  readonly role: string;
}

function roleUses(path: unknown, at: DocumentPath): RoleUse[] {
  const lists = [
    ['rollback', 'requires', 'roles'],
    ['overrides', 'roles'],
  ];
  const candidates = [
    ...listOf(valueAt(path, ['approvals', 'slots'])).map((slot, index) => ({
      path: [...at, 'approvals', 'slots', index, 'role'],
      role: fieldOf(slot, 'role'),
    })),
    ...lists.flatMap(list =>
      listOf(valueAt(path, list)).map((role, index) => ({
        path: [...at, ...list, index],
        role,
      })),
    ),
    {
      path: [...at, 'overrides', 'review', 'role'],
      role: valueAt(path, ['overrides', 'review', 'role']),
    },
  ];
  return candidates.flatMap(({ path: where, role }) =>
    typeof role === 'string' ? [{ path: where, role }] : [],
  );
}

function undefinedRole(use: RoleUse, names: ReadonlySet<string>): Finding {
  const nearest = nearestOf(use.role, names);
  const hint =
    nearest === undefined
      ? 'define it under roles'
      : `did you mean ${shortened(nearest)}?`;
  return {
    path: use.path,
    at: 'value',
    message: `the role ${shortened(use.role)} is not defined: ${hint}`,
    ...(nearest !== undefined && { nearest }),
  };
}

function emptyRole(name: string, role: unknown): Finding[] {
  const path = ['roles', name];
  if (role === null) return [];
  if (textOf(role, 'annotation') !== undefined) {
    return fieldOf(role, 'within') === undefined
      ? [{ path: [...path, 'within'], at: 'value', message: WITHIN_NEEDED }]
      : [];
  }
  if (fieldOf(role, 'within') !== undefined) {
    return [
      {
        path: [...path, 'within'],
        at: 'key',
        message: 'within requires annotation',
      },
    ];
  }
  const isHeld = SOURCES.some(source => {
    const value = fieldOf(role, source);
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  return isHeld
    ? []
    : [
        {
          path,
          at: 'key',
          message: `no one can have this role: set one of ${SOURCES.join(
            ', ',
          )}`,
        },
      ];
}

/** Groups are groups and users are users; each where the other belongs holds nothing. */
function* wrongKinds(name: string, role: unknown): Generator<Finding> {
  const named = [
    ...listOf(fieldOf(role, 'groups')).map((ref, index) => ({
      at: ['groups', index],
      kind: 'group',
      ref,
    })),
    ...listOf(fieldOf(role, 'users')).map((ref, index) => ({
      at: ['users', index],
      kind: 'user',
      ref,
    })),
    { at: ['within'], kind: 'group', ref: fieldOf(role, 'within') },
  ];
  for (const { at, kind, ref } of named) {
    const given = entityRefSchema.safeParse(ref).data?.split(':')[0];
    if (given === undefined || given === kind) continue;
    yield {
      path: ['roles', name, ...at],
      at: 'value',
      message: `${String(
        ref,
      )} is not a ${kind}, so it gives no one this role: ${
        given === 'user' || given === 'group'
          ? `name it under ${given}s`
          : `name a ${kind}`
      }`,
    };
  }
}

function* repeatedSlots(path: unknown, index: number): Generator<Finding> {
  const seen = new Set<string>();
  const slots = listOf(valueAt(path, ['approvals', 'slots']));
  for (const [slot, rule] of slots.entries()) {
    const role = textOf(rule, 'role');
    if (role === undefined) continue;
    if (seen.has(role)) {
      yield {
        path: ['paths', index, 'approvals', 'slots', slot, 'role'],
        at: 'value',
        message: `duplicate role ${shortened(
          role,
        )}: ask for more people of it with count`,
      };
    }
    seen.add(role);
  }
}
