// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { contentHash } from '../model/contentHash';
import type { ContentHash, EnvironmentName } from '../model/scalars';
import type { PathRules, PromotionRules } from './PromotionRules';
import type { RoleRules } from './roleRules';

/** A path with the definitions of the roles it uses: what a promotion is judged by. */
export interface PathSection {
  readonly path: PathRules;
  /** By role name. */
  readonly roles: Readonly<Record<string, RoleRules>>;
}

/** The section of one path; absent: the rules have no such path. */
export function pathSection(
  rules: PromotionRules,
  from: EnvironmentName,
  to: EnvironmentName,
): PathSection | undefined {
  const path = rules.paths.find(each => each.from === from && each.to === to);
  if (!path) return undefined;
  const roles = rolesUsedBy(path).flatMap(name => {
    const role = Object.hasOwn(rules.roles, name)
      ? rules.roles[name]
      : undefined;
    return role ? [[name, role] as const] : [];
  });
  return { path, roles: Object.fromEntries(roles) };
}

/**
 * The hash of a section, part of a plan's content hash. Windows and `autoPromote` are read live and are not in it:
 * changing them voids no approval. Nor does saying that requesters can override, which earlier versions took for granted.
 */
export function pathHash(section: PathSection): ContentHash {
  const { windows, autoPromote, overrides, ...path } = section.path;
  const { allowRequester = true, ...rest } = overrides ?? {};
  return contentHash({
    path: {
      ...path,
      ...(overrides && { overrides: { ...rest, allowRequester } }),
    },
    roles: section.roles,
  });
}

/** The names of all roles a path speaks of, sorted, once each. */
export function rolesUsedBy(path: PathRules): readonly string[] {
  const names = [
    ...path.approvals.slots.map(slot => slot.role),
    ...path.rollback.requires.roles,
    ...(path.overrides?.roles ?? []),
    ...(path.overrides?.review ? [path.overrides.review.role] : []),
  ];
  return [...new Set(names)].sort();
}

/**
 * The role that members of the component's owner hold, whatever the rules say. No role of a rules document can have this
 * name.
 */
export const OWNER_ROLE = '@owner';

/** The role of those whom `promotion.operators` of app-config names: it holds for every component. */
export const OPERATOR_ROLE = '@operator';

/** The roles that no rules document defines, as sentences name them. */
export const builtInRoles: Readonly<Record<string, string>> = {
  [OWNER_ROLE]: 'an owner of the component',
  [OPERATOR_ROLE]: 'an operator named in app-config',
};

/** The roles that can roll back on a path, cancel there what is published, and decide. */
export function restoringRoles({
  rollback: { requires },
  approvals,
}: Pick<PathRules, 'rollback' | 'approvals'>): readonly string[] {
  return requires.roles.length > 0
    ? requires.roles
    : [...new Set([...approvals.slots.map(({ role }) => role), OWNER_ROLE])];
}

/** The roles that can override one kind of obstacle on these paths. */
export function overridingRoles(
  paths: readonly PathRules[],
  target: NonNullable<PathRules['overrides']>['targets'][number],
): readonly string[] {
  return [
    ...new Set(
      paths.flatMap(({ overrides }) =>
        overrides?.targets.includes(target) ? overrides.roles : [],
      ),
    ),
  ];
}

/** The roles that can allow a release again in the environment these paths lead to. Where the rules name nobody: those who can roll back there. */
export function barLiftingRoles(
  paths: readonly PathRules[],
): readonly string[] {
  const named = overridingRoles(paths, 'barred');
  return named.length > 0 ? named : [...new Set(paths.flatMap(restoringRoles))];
}
