// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { nearestOf } from './nearest';
import { WITHIN_NEEDED } from './roleRules';
import { entriesOf, fieldOf, listOf, textOf, valueAt } from './rawValues';
import type { DocumentPath, Finding } from './RulesProblem';

const SOURCES = ['groups', 'users', 'relation', 'annotation'] as const;

/** Each role that is used is defined, and each that is defined can be held by somebody. */
export function checkRoles(root: unknown): Finding[] {
  const roles = entriesOf(fieldOf(root, 'roles'));
  const names = roles.map(([name]) => name);
  return [
    ...roles.flatMap(([name, role]) => emptyRole(name, role)),
    ...listOf(fieldOf(root, 'paths')).flatMap((path, index) => [
      ...repeatedSlots(path, index),
      ...roleUses(path, ['paths', index]).flatMap(use =>
        names.includes(use.role) ? [] : [undefinedRole(use, names)],
      ),
    ]),
  ];
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

function undefinedRole(use: RoleUse, names: readonly string[]): Finding {
  const nearest = nearestOf(use.role, names);
  const hint =
    nearest === undefined
      ? 'define it under roles'
      : `did you mean ${nearest}?`;
  return {
    path: use.path,
    at: 'value',
    message: `the role ${use.role} is not defined: ${hint}`,
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
        message: 'within goes with annotation, which is missing',
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
          message: `nobody can hold it: name ${SOURCES.join(', ')}`,
        },
      ];
}

function repeatedSlots(path: unknown, index: number): Finding[] {
  const slots = listOf(valueAt(path, ['approvals', 'slots']));
  const roles = slots.map(slot => textOf(slot, 'role'));
  return roles.flatMap((role, slot): Finding[] =>
    role !== undefined && roles.indexOf(role) < slot
      ? [
          {
            path: ['paths', index, 'approvals', 'slots', slot, 'role'],
            at: 'value',
            message: `the role ${role} stands here twice: ask for more people of it with count`,
          },
        ]
      : [],
  );
}
