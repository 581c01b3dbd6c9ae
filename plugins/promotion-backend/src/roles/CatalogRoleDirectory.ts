// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { EntityRef } from 'backstage-plugin-promotion-common';
import type { UnknownEntity } from 'backstage-plugin-promotion-common/plan';
import {
  OPERATOR_ROLE,
  OWNER_ROLE,
  type ComponentFacts,
  type RoleRules,
} from 'backstage-plugin-promotion-common/rules';
import type { CatalogPeople, Person } from './CatalogPeople';
import type { RoleDirectory, RoleMemberships } from './RoleDirectory';

/** Groups and users with everybody within them. */
type People = ReadonlyMap<EntityRef, Person>;

/** Where a role, the owner of the component or app-config names a group or user. */
interface Naming {
  readonly ref: EntityRef;
  readonly role?: string;
  readonly namedIn: string;
  /** What a proof says before the group; absent: nothing. */
  readonly claim?: string;
  /** The one member it is about; absent: all. */
  readonly only?: EntityRef;
}

/**
 * Roles by the catalog's relations, as they are now: never from a token, whose claims may be as old as the session.
 * Whoever is not in the catalog, or comes from an origin that is not trusted, holds nothing.
 */
export class CatalogRoleDirectory implements RoleDirectory {
  readonly #people: Pick<CatalogPeople, 'within'>;
  readonly #operators: readonly Naming[];

  /** `operatorRefs`: whom app-config names as operators. */
  constructor(
    people: Pick<CatalogPeople, 'within'>,
    operatorRefs: readonly EntityRef[] = [],
  ) {
    this.#people = people;
    this.#operators = operatorRefs.map(ref => ({
      ref,
      role: OPERATOR_ROLE,
      namedIn: 'promotion.operators of app-config',
    }));
  }

  async resolve(
    roles: Readonly<Record<string, RoleRules>>,
    component: ComponentFacts,
  ): Promise<RoleMemberships> {
    const namings = Object.entries(roles).flatMap(([name, role]) =>
      namingsOf(name, role, component),
    );
    const owners = component.ownerRefs.map(
      (ref): Naming => ({
        ref,
        namedIn: `spec.owner of ${component.componentRef}`,
      }),
    );
    const all = [...namings, ...owners, ...this.#operators];
    const people = await this.#people.within(all.map(({ ref }) => ref));
    const named = Object.keys(roles).map(
      name =>
        [
          name,
          holders(
            namings.filter(({ role }) => role === name),
            people,
          ),
        ] as const,
    );
    const proofs = [
      ...named,
      [OWNER_ROLE, holders(owners, people)] as const,
      [OPERATOR_ROLE, holders(this.#operators, people)] as const,
    ];
    return {
      roleMembers: Object.fromEntries(
        proofs.map(([name, proof]) => [name, [...proof.keys()].sort()]),
      ),
      membershipProof: Object.fromEntries(
        proofs.map(([name, proof]) => [name, Object.fromEntries(proof)]),
      ),
      unknown: all.flatMap(naming => unknownIn(naming, people)),
    };
  }
}

/** The order is that of the proofs: groups before names before owners before claims. */
function namingsOf(
  role: string,
  rules: RoleRules,
  component: ComponentFacts,
): readonly Naming[] {
  const { groups = [], users = [], relation, annotation, within } = rules;
  const place = `roles.${role}`;
  const claimed =
    annotation === undefined
      ? undefined
      : userRefOf(component.annotations[annotation]);
  return [
    ...groups.map(ref => ({
      ref,
      role,
      namedIn: `${place}.groups of the rules`,
    })),
    ...users.map(ref => ({
      ref,
      role,
      namedIn: `${place}.users of the rules`,
    })),
    ...(relation === 'ownedBy' ? component.ownerRefs : []).map(ref => ({
      ref,
      role,
      namedIn: `spec.owner of ${component.componentRef}`,
    })),
    ...(within === undefined
      ? []
      : [
          {
            ref: within,
            role,
            namedIn: `${place}.within of the rules`,
            claim: `annotation:${annotation}`,
            only: claimed ?? '',
          },
        ]),
  ];
}

/** Who holds a role and by which way; the first way in counts, the shortest of each group. */
function holders(
  namings: readonly Naming[],
  people: People,
): Map<EntityRef, readonly string[]> {
  const proof = new Map<EntityRef, readonly string[]>();
  for (const { ref, claim, only } of namings) {
    for (const [user, way] of membersOf(ref, people)) {
      if (proof.has(user) || (only !== undefined && user !== only)) continue;
      proof.set(user, claim === undefined ? way : [claim, ...way]);
    }
  }
  return proof;
}

function membersOf(
  root: EntityRef,
  people: People,
): ReadonlyMap<EntityRef, readonly EntityRef[]> {
  const members = new Map<EntityRef, readonly EntityRef[]>();
  for (const [ref, way] of waysFrom(root, people)) {
    const counts = people.get(ref)?.status === 'known';
    if (!counts || !ref.startsWith('user:')) continue;
    members.set(ref, way.length === 0 ? [ref] : way);
  }
  return members;
}

/** Everybody and everything within a group, with the groups that lead there; the group itself by no way. */
function waysFrom(
  root: EntityRef,
  people: People,
): ReadonlyMap<EntityRef, readonly EntityRef[]> {
  const ways = new Map<EntityRef, readonly EntityRef[]>([[root, []]]);
  for (const [ref, way] of ways) {
    const person = people.get(ref);
    if (person?.status !== 'known') continue;
    for (const inner of person.within) {
      if (!ways.has(inner)) ways.set(inner, [...way, ref]);
    }
  }
  return ways;
}

function unknownIn(naming: Naming, people: People): UnknownEntity[] {
  const { role, only } = naming;
  return [...waysFrom(naming.ref, people)].flatMap(([ref, way]) => {
    const person = people.get(ref);
    if (!person || person.status === 'known') return [];
    // Of a group that an annotation chooses within, only the group itself and the chosen person matter.
    if (only !== undefined && ref !== naming.ref && ref !== only) return [];
    const namedIn = way.at(-1) ?? naming.namedIn;
    const what = `${namedIn} names ${ref}`;
    const reason =
      person.status === 'missing'
        ? {
            message: `${what}, which is not in the catalog.`,
            remedy: `Correct ${namedIn}, or add ${ref} to the catalog.`,
          }
        : {
            message: `${what}, which comes from ${
              person.origin || 'no known origin'
            }: that origin is not trusted to define groups and users.`,
            remedy: `If only administrators can change it, add "${person.origin}" to promotion.trustedOrigins in app-config.`,
          };
    return [{ ref, ...(role !== undefined && { role }), namedIn, ...reason }];
  });
}

function userRefOf(text: string | undefined): EntityRef | undefined {
  if (!text) return undefined;
  try {
    const ref = parseEntityRef(text.trim(), { defaultKind: 'user' });
    return stringifyEntityRef(ref);
  } catch {
    return undefined;
  }
}
