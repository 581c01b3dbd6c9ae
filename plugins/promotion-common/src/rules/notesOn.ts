// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatDuration } from '../gates/formatDuration';
import { gateKindOf } from '../gates/gateTable';
import { fieldOf, listOf, textOf, valueAt } from './rawValues';
import type { DocumentPath, Finding } from './RulesProblem';

/**
 * What is worth knowing about a document that can be used: each key it leaves out whose default changed, with the old
 * and the new default and what keeps the old behaviour.
 */
export function* notesOn(root: unknown): Generator<Finding> {
  for (const [index, path] of listOf(fieldOf(root, 'paths')).entries()) {
    const at = ['paths', index];
    yield* changedOverrides(path, at);
    yield* changedRollback(path, at);
    for (const [position, gate] of listOf(fieldOf(path, 'gates')).entries()) {
      yield* changedMaxAge(gate, [...at, 'gates', position]);
    }
  }
}

function* changedOverrides(
  path: unknown,
  at: DocumentPath,
): Generator<Finding> {
  const overrides = fieldOf(path, 'overrides');
  const targets = listOf(fieldOf(overrides, 'targets'));
  if (fieldOf(overrides, 'allowRequester') !== undefined) return;
  if (!targets.includes('approval')) return;
  yield changed([...at, 'overrides'], {
    key: 'overrides.allowRequester',
    was: 'true',
    is: 'false for approval, true for anything else',
    keep: 'write allowRequester: true',
  });
}

function* changedRollback(path: unknown, at: DocumentPath): Generator<Finding> {
  const roles = valueAt(path, ['rollback', 'requires', 'roles']);
  if (listOf(roles).length > 0) return;
  yield changed([...at, 'rollback'], {
    key: 'rollback.requires.roles',
    was: 'anyone with the permission',
    is: 'the roles of the approvals of the path, or an owner of the component',
    keep: 'list every role that can roll back',
  });
}

function* changedMaxAge(gate: unknown, at: DocumentPath): Generator<Finding> {
  const maxAge = gateKindOf(textOf(gate, 'kind') ?? '')?.defaultMaxAge;
  if (maxAge === undefined || fieldOf(gate, 'maxAge') !== undefined) return;
  yield changed(at, {
    key: 'maxAge',
    was: 'no limit',
    is: formatDuration(maxAge),
    keep: 'write a maxAge such as 3650d',
  });
}

function changed(
  path: DocumentPath,
  how: { key: string; was: string; is: string; keep: string },
): Finding {
  return {
    code: 'changed-default',
    path,
    at: 'key',
    message: `the default of ${how.key} has changed from ${how.was} to ${how.is}. To keep the old behaviour, ${how.keep}`,
  };
}
