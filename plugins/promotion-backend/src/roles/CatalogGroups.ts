// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { AuthService } from '@backstage/backend-plugin-api';
import {
  RELATION_HAS_MEMBER,
  RELATION_PARENT_OF,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EntityRef } from 'backstage-plugin-promotion-common';
import { SourceUnreachableError } from 'backstage-plugin-promotion-node';

const ORIGIN_ANNOTATION = 'backstage.io/managed-by-origin-location';
const MAX_DEPTH = 20;

/** Members of a group by person, each with the groups that lead to them, from the group asked for down to their own. */
export type GroupMembers = ReadonlyMap<EntityRef, readonly EntityRef[]>;

/** What reading groups needs. */
export interface CatalogGroupsOptions {
  readonly catalog: CatalogService;
  readonly auth: AuthService;
  /** Globs on the origin location of groups and users; absent: every origin is trusted. */
  readonly trustedOrigins?: readonly string[];
  /** How long an answer is good for. Default 5000. */
  readonly cacheMs?: number;
  /** Milliseconds, for the cache alone. Default the process's. */
  readonly nowMs?: () => number;
}

/** Groups of the catalog with everybody in them, nested groups included, read with the service's own credentials. */
export class CatalogGroups {
  readonly #options: CatalogGroupsOptions;
  readonly #trusted: readonly RegExp[] | undefined;
  readonly #cache = new Map<
    EntityRef,
    { readonly until: number; readonly members: Promise<GroupMembers> }
  >();

  constructor(options: CatalogGroupsOptions) {
    this.#options = options;
    this.#trusted = options.trustedOrigins?.map(patternOf);
  }

  /** @throws SourceUnreachableError when the catalog gave no answer */
  membersOf(groupRef: EntityRef): Promise<GroupMembers> {
    const { cacheMs = 5_000, nowMs = Date.now } = this.#options;
    const cached = this.#cache.get(groupRef);
    if (cached && cached.until > nowMs()) return cached.members;
    const members = this.#load(groupRef);
    this.#cache.set(groupRef, { until: nowMs() + cacheMs, members });
    members.catch(() => this.#cache.delete(groupRef));
    return members;
  }

  /** Those of the users who exist and come from a trusted origin. */
  async existing(userRefs: readonly EntityRef[]): Promise<Set<EntityRef>> {
    const entities = await this.#read(userRefs);
    return new Set(
      userRefs.filter((_, index) => this.#isTrusted(entities[index])),
    );
  }

  async #load(groupRef: EntityRef): Promise<GroupMembers> {
    const members = new Map<EntityRef, readonly EntityRef[]>();
    const seen = new Set([groupRef]);
    let level: readonly (readonly EntityRef[])[] = [[groupRef]];
    for (let depth = 0; level.length > 0 && depth < MAX_DEPTH; depth += 1) {
      const groups = await this.#read(level.map(way => way.at(-1) ?? groupRef));
      const next: EntityRef[][] = [];
      for (const [index, way] of level.entries()) {
        const group = groups[index];
        if (!group || !this.#isTrusted(group)) continue;
        for (const user of targetsOf(group, RELATION_HAS_MEMBER)) {
          if (user.startsWith('user:') && !members.has(user)) {
            members.set(user, way);
          }
        }
        for (const child of targetsOf(group, RELATION_PARENT_OF)) {
          if (child.startsWith('group:') && !seen.has(child)) {
            seen.add(child);
            next.push([...way, child]);
          }
        }
      }
      level = next;
    }
    return this.#known(members);
  }

  /**
   * Who is in a group by a relation alone holds nothing: they have to be in the catalog themselves, and from a trusted
   * origin where those are named, since a person says of themselves to be a member.
   */
  async #known(
    members: Map<EntityRef, readonly EntityRef[]>,
  ): Promise<GroupMembers> {
    if (members.size === 0) return members;
    const trusted = await this.existing([...members.keys()]);
    return new Map([...members].filter(([user]) => trusted.has(user)));
  }

  async #read(
    refs: readonly EntityRef[],
  ): Promise<readonly (Entity | undefined)[]> {
    const { catalog, auth } = this.#options;
    try {
      const { items } = await catalog.getEntitiesByRefs(
        {
          entityRefs: [...refs],
          fields: ['kind', 'metadata', 'relations'],
        },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      return items;
    } catch (error) {
      throw new SourceUnreachableError(
        'The catalog gave no answer, so nobody can say who holds a role.',
        error,
      );
    }
  }

  #isTrusted(entity: Entity | undefined): boolean {
    if (!entity) return false;
    if (!this.#trusted) return true;
    const origin = entity.metadata.annotations?.[ORIGIN_ANNOTATION] ?? '';
    return this.#trusted.some(pattern => pattern.test(origin));
  }
}

function targetsOf(entity: Entity, type: string): readonly EntityRef[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef.toLowerCase());
}

function patternOf(glob: string): RegExp {
  const escaped = glob
    .split('*')
    .map(piece => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`);
}
