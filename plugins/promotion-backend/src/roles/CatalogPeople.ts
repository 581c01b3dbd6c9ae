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
import type { OriginTrust } from './trustedOrigins';

const ORIGIN_ANNOTATION = 'backstage.io/managed-by-origin-location';
const MAX_DEPTH = 20;
const MAX_CACHED = 20_000;

/**
 * A group or user of the catalog. Only a `known` one counts: a `missing` one is not in the catalog, an `untrusted` one
 * comes from an origin that may not define groups and users.
 */
export type Person =
  | {
      readonly status: 'known';
      /** Users and groups directly within it, as its relations say; none for a user. */
      readonly within: readonly EntityRef[];
    }
  | { readonly status: 'missing' }
  | { readonly status: 'untrusted'; readonly origin: string };

/** What reading people needs. */
export interface CatalogPeopleOptions {
  readonly catalog: CatalogService;
  readonly auth: AuthService;
  readonly isTrusted: OriginTrust;
  /** How long an answer is good for. Default 5000. */
  readonly cacheMs?: number;
  /** Milliseconds, for the cache alone. Default the process's. */
  readonly nowMs?: () => number;
}

/** Groups and users of the catalog, read with the service's own credentials and for a few seconds remembered. */
export class CatalogPeople {
  readonly #options: CatalogPeopleOptions;
  readonly #cache = new Map<
    EntityRef,
    { readonly until: number; readonly person: Promise<Person> }
  >();

  constructor(options: CatalogPeopleOptions) {
    this.#options = options;
  }

  /**
   * These groups and users with everybody within them, one question to the catalog a level.
   *
   * @throws SourceUnreachableError when the catalog gave no answer
   */
  async within(
    refs: readonly EntityRef[],
  ): Promise<ReadonlyMap<EntityRef, Person>> {
    const found = new Map<EntityRef, Person>();
    let level = [...new Set(refs)];
    for (let depth = 0; level.length > 0 && depth < MAX_DEPTH; depth += 1) {
      const next = new Set<EntityRef>();
      for (const [ref, person] of await this.#read(level)) {
        found.set(ref, person);
        if (person.status !== 'known') continue;
        for (const inner of person.within) next.add(inner);
      }
      level = [...next].filter(ref => !found.has(ref));
    }
    return found;
  }

  async #read(
    refs: readonly EntityRef[],
  ): Promise<readonly (readonly [EntityRef, Person])[]> {
    const { cacheMs = 5_000, nowMs = Date.now } = this.#options;
    const now = nowMs();
    const isFresh = (ref: EntityRef) =>
      (this.#cache.get(ref)?.until ?? 0) > now;
    const unread = refs.filter(ref => !isFresh(ref));
    if (unread.length > 0) {
      if (this.#cache.size > MAX_CACHED) this.#cache.clear();
      const reading = this.#ask(unread);
      unread.forEach((ref, index) => {
        const person = reading.then(people => people[index] ?? MISSING);
        person.catch(() => this.#cache.delete(ref));
        this.#cache.set(ref, { until: now + cacheMs, person });
      });
    }
    return Promise.all(
      refs.map(
        async ref =>
          [ref, (await this.#cache.get(ref)?.person) ?? MISSING] as const,
      ),
    );
  }

  async #ask(refs: readonly EntityRef[]): Promise<readonly Person[]> {
    const { catalog, auth } = this.#options;
    try {
      const { items } = await catalog.getEntitiesByRefs(
        {
          entityRefs: [...refs],
          fields: ['kind', 'metadata', 'relations'],
        },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      return items.map(entity => this.#personOf(entity));
    } catch (error) {
      throw new SourceUnreachableError(
        'The catalog gave no answer, so it is unknown who has a role. Promotion tries again at the next request.',
        error,
      );
    }
  }

  #personOf(entity: Entity | undefined): Person {
    if (!entity) return MISSING;
    const origin = entity.metadata.annotations?.[ORIGIN_ANNOTATION] ?? '';
    if (!this.#options.isTrusted(origin)) {
      return { status: 'untrusted', origin };
    }
    return {
      status: 'known',
      within: [
        ...targetsOf(entity, RELATION_HAS_MEMBER, 'user:'),
        ...targetsOf(entity, RELATION_PARENT_OF, 'group:'),
      ],
    };
  }
}

const MISSING: Person = { status: 'missing' };

function targetsOf(
  entity: Entity,
  type: string,
  kind: string,
): readonly EntityRef[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef.toLowerCase())
    .filter(ref => ref.startsWith(kind));
}
