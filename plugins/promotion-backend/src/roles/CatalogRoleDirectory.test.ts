// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  OPERATOR_ROLE,
  OWNER_ROLE,
  type ComponentFacts,
  type RoleRules,
} from 'backstage-plugin-promotion-common/rules';
import { ConfigReader } from '@backstage/config';
import { CatalogPeople, type CatalogPeopleOptions } from './CatalogPeople';
import { CatalogRoleDirectory } from './CatalogRoleDirectory';
import { originTrust } from './trustedOrigins';

function group(
  name: string,
  members: readonly string[],
  children: readonly string[] = [],
  origin = 'url:https://git.example/org.yaml',
): Entity {
  return entity('Group', name, origin, [
    ...members.map(user => ({
      type: 'hasMember',
      targetRef: `user:default/${user}`,
    })),
    ...children.map(child => ({
      type: 'parentOf',
      targetRef: `group:default/${child}`,
    })),
  ]);
}

function entity(
  kind: string,
  name: string,
  origin = 'url:https://git.example/org.yaml',
  relations: Entity['relations'] = [],
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'backstage.io/managed-by-origin-location': origin },
    },
    relations,
  };
}

const org = [
  group('sre', ['rita'], ['sre-oncall']),
  group('sre-oncall', ['sam'], ['sre-night']),
  group('sre-night', ['nick', 'rita'], ['sre']),
  group('storefront', ['olivia']),
  group('product-owners', [], ['shop-owners']),
  group('shop-owners', ['paul', 'erin']),
  ...['rita', 'sam', 'nick', 'olivia', 'paul', 'erin'].map(name =>
    entity('User', name),
  ),
];

const checkout: ComponentFacts = {
  componentRef: 'component:default/checkout',
  name: 'checkout',
  annotations: { 'promotion/product-owner': 'user:default/paul' },
  ownerRefs: ['group:default/storefront'],
};

const productOwner: RoleRules = {
  annotation: 'promotion/product-owner',
  within: 'group:default/product-owners',
};

function directoryOf(
  entities: Entity[] = org,
  options: Partial<CatalogPeopleOptions> = {},
  operatorRefs: readonly string[] = [],
) {
  const catalog = catalogServiceMock({ entities });
  return new CatalogRoleDirectory(
    new CatalogPeople({
      catalog,
      auth: mockServices.auth(),
      isTrusted: () => true,
      ...options,
    }),
    operatorRefs,
  );
}

function itemsOf(refs: readonly string[]) {
  return refs.map(ref => {
    const [kind, name] = ref.split(':default/');
    return org.find(
      each => each.kind.toLowerCase() === kind && each.metadata.name === name,
    );
  });
}

async function membersOf(
  role: RoleRules,
  component: Partial<ComponentFacts> = {},
) {
  const { roleMembers } = await directoryOf().resolve(
    { role },
    { ...checkout, ...component },
  );
  return roleMembers.role;
}

describe('CatalogRoleDirectory', () => {
  it('counts members of groups, also of groups within groups, and survives a circle', async () => {
    expect(await membersOf({ groups: ['group:default/sre'] })).toEqual([
      'user:default/nick',
      'user:default/rita',
      'user:default/sam',
    ]);
  });

  it('proves a membership by the groups that lead to it, the shortest way', async () => {
    const { membershipProof } = await directoryOf().resolve(
      { sre: { groups: ['group:default/sre'] } },
      checkout,
    );
    expect(membershipProof.sre).toEqual({
      'user:default/rita': ['group:default/sre'],
      'user:default/sam': ['group:default/sre', 'group:default/sre-oncall'],
      'user:default/nick': [
        'group:default/sre',
        'group:default/sre-oncall',
        'group:default/sre-night',
      ],
    });
  });

  it('counts named users who exist', async () => {
    expect(
      await membersOf({ users: ['user:default/erin', 'user:default/gone'] }),
    ).toEqual(['user:default/erin']);
  });

  it('counts the owner’s members for the relation', async () => {
    expect(await membersOf({ relation: 'ownedBy' })).toEqual([
      'user:default/olivia',
    ]);
    expect(
      await membersOf(
        { relation: 'ownedBy' },
        { ownerRefs: ['user:default/sam'] },
      ),
    ).toEqual(['user:default/sam']);
  });

  it.each([
    ['a member of a group within it', 'user:default/paul', true],
    ['a member named in short', 'Paul', true],
    ['somebody outside', 'user:default/olivia', false],
    ['a group', 'group:default/shop-owners', false],
    ['nonsense', '::', false],
  ])(
    'counts the annotation only within the group: %s',
    async (_, value, ok) => {
      const members = await membersOf(productOwner, {
        annotations: { 'promotion/product-owner': value },
      });
      expect(members).toEqual(ok ? ['user:default/paul'] : []);
    },
  );

  it('gives a role to nobody who is not in the catalog, whatever a group says of its members', async () => {
    const { roleMembers, unknown } = await directoryOf([
      group('sre', ['ghost', 'rita'], ['gone']),
      entity('User', 'rita'),
      group('storefront', []),
    ]).resolve({ sre: { groups: ['group:default/sre'] } }, checkout);
    expect(roleMembers.sre).toEqual(['user:default/rita']);
    expect(unknown).toEqual([
      expect.objectContaining({
        ref: 'user:default/ghost',
        role: 'sre',
        namedIn: 'group:default/sre',
      }),
      expect.objectContaining({
        ref: 'group:default/gone',
        message:
          'group:default/sre names group:default/gone, which is not in the catalog.',
      }),
    ]);
  });

  it.each<[string, RoleRules, string]>([
    ['a group', { groups: ['group:default/sres'] }, 'roles.role.groups'],
    ['a person', { users: ['user:default/gone'] }, 'roles.role.users'],
    [
      'the group of a claim',
      { ...productOwner, within: 'group:default/none' },
      'roles.role.within',
    ],
  ])(
    'names %s that is missing and the place that names it',
    async (_, role, place) => {
      const { unknown } = await directoryOf().resolve({ role }, checkout);
      expect(unknown).toEqual([
        expect.objectContaining({
          role: 'role',
          namedIn: `${place} of the rules`,
          message: expect.stringMatching(
            / names .+, which is not in the catalog\.$/,
          ),
          remedy: expect.stringContaining(`Correct ${place} of the rules`),
        }),
      ]);
    },
  );

  it('names an owner that does not exist, whether or not a role asks for the owner', async () => {
    const { unknown } = await directoryOf().resolve(
      {},
      { ...checkout, ownerRefs: ['group:default/no-such-team'] },
    );
    expect(unknown).toEqual([
      expect.objectContaining({
        ref: 'group:default/no-such-team',
        namedIn: 'spec.owner of component:default/checkout',
      }),
    ]);
  });

  it('asks the catalog once a level, however many roles and groups there are', async () => {
    const catalog = catalogServiceMock.mock({
      getEntitiesByRefs: async ({ entityRefs }) => ({
        items: itemsOf(entityRefs),
      }),
    });
    await directoryOf(org, { catalog }).resolve(
      {
        sre: { groups: ['group:default/sre', 'group:default/sre-night'] },
        po: productOwner,
        owner: { relation: 'ownedBy' },
      },
      checkout,
    );
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(3);
  });

  it('has an entry for a role that nobody holds', async () => {
    expect(await membersOf({ groups: ['group:default/none'] })).toEqual([]);
  });

  it('does not count people and groups from origins that are not trusted', async () => {
    const elsewhere = 'url:https://git.example/team/catalog-info.yaml';
    const entities = [
      group('sre', ['rita', 'mallory'], ['fake']),
      group('fake', ['nick'], [], elsewhere),
      entity('User', 'rita'),
      entity('User', 'nick'),
      entity('User', 'mallory', elsewhere),
    ];
    const { roleMembers, unknown } = await directoryOf(entities, {
      isTrusted: originTrust(new ConfigReader({}), [
        'url:https://git.example/org*',
      ]),
    }).resolve({ sre: { groups: ['group:default/sre'] } }, checkout);
    expect(roleMembers.sre).toEqual(['user:default/rita']);
    expect(unknown.map(({ message }) => message)).toEqual([
      `group:default/sre names user:default/mallory, which comes from ${elsewhere}: that origin is not trusted to define groups and users.`,
      `group:default/sre names group:default/fake, which comes from ${elsewhere}: that origin is not trusted to define groups and users.`,
      'spec.owner of component:default/checkout names group:default/storefront, which is not in the catalog.',
    ]);
    expect(unknown[0]?.remedy).toContain('promotion.trustedOrigins');
  });

  it('gives nothing to whom a group names and the catalog does not know', async () => {
    const { roleMembers } = await directoryOf([
      group('sre', ['rita', 'ghost']),
      entity('User', 'rita'),
    ]).resolve({ sre: { groups: ['group:default/sre'] } }, checkout);
    expect(roleMembers.sre).toEqual(['user:default/rita']);
  });

  it('tells the owners of the component under a name of their own', async () => {
    const { roleMembers } = await directoryOf().resolve({}, checkout);
    expect(roleMembers[OWNER_ROLE]).toEqual(['user:default/olivia']);
  });

  it('tells whom app-config names as operators, and who of them is not there', async () => {
    const directory = directoryOf(org, {}, [
      'group:default/sre-oncall',
      'user:default/nobody',
    ]);
    const { roleMembers, unknown } = await directory.resolve({}, checkout);
    expect(roleMembers[OPERATOR_ROLE]).toEqual([
      'user:default/nick',
      'user:default/rita',
      'user:default/sam',
    ]);
    expect(unknown.map(({ message }) => message)).toEqual([
      'promotion.operators of app-config names user:default/nobody, which is not in the catalog.',
    ]);
  });

  it('asks again after a few seconds, and not before', async () => {
    let now = 0;
    const catalog = catalogServiceMock.mock({
      getEntitiesByRefs: async ({ entityRefs }) => ({
        items: itemsOf(entityRefs),
      }),
    });
    const directory = new CatalogRoleDirectory(
      new CatalogPeople({
        catalog,
        auth: mockServices.auth(),
        isTrusted: () => true,
        cacheMs: 5_000,
        nowMs: () => now,
      }),
    );
    const ask = () =>
      directory.resolve(
        { owner: { groups: ['group:default/shop-owners'] } },
        checkout,
      );
    await Promise.all([ask(), ask()]);
    now = 4_999;
    await ask();
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(2);
    now = 5_000;
    await ask();
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(4);
  });

  it('gives no answer when the catalog gives none, and asks anew the next time', async () => {
    let down = true;
    const catalog = catalogServiceMock.mock({
      getEntitiesByRefs: async ({ entityRefs }) => {
        if (down) throw new Error('connect ECONNREFUSED');
        return { items: itemsOf(entityRefs) };
      },
    });
    const directory = new CatalogRoleDirectory(
      new CatalogPeople({
        catalog,
        auth: mockServices.auth(),
        isTrusted: () => true,
      }),
    );
    const roles = { sre: { groups: ['group:default/sre'] } };
    await expect(directory.resolve(roles, checkout)).rejects.toMatchObject({
      name: 'SourceUnreachableError',
    });
    down = false;
    expect((await directory.resolve(roles, checkout)).roleMembers.sre).toEqual([
      'user:default/nick',
      'user:default/rita',
      'user:default/sam',
    ]);
  });
});

describe('originTrust', () => {
  const config = new ConfigReader({
    catalog: {
      locations: [
        { type: 'url', target: 'https://git.example/org/blob/main/org.yaml' },
        { type: 'file', target: '../org.yaml' },
      ],
    },
  });

  it.each([
    ['a file', 'file:/srv/org.yaml', true],
    ['a directory service', 'ldap://ldap.example/cn=sre', true],
    [
      'an address of app-config',
      'url:https://git.example/org/blob/main/org.yaml',
      true,
    ],
    [
      'an address that somebody registered',
      'url:https://git.example/team/blob/main/org.yaml',
      false,
    ],
    [
      'an organization on GitHub',
      'url:https://github.com/orgs/acme/teams/sre',
      false,
    ],
    ['no origin', '', false],
  ])('says of %s without trustedOrigins', (_, origin, isTrusted) => {
    expect(originTrust(config)(origin)).toBe(isTrusted);
  });

  it('follows trustedOrigins alone where they are given', () => {
    const trusts = originTrust(config, ['url:https://github.com/orgs/acme/**']);
    expect(trusts('url:https://github.com/orgs/acme/teams/sre')).toBe(true);
    expect(trusts('url:https://github.com/orgs/evil/teams/sre')).toBe(false);
    expect(trusts('file:/srv/org.yaml')).toBe(false);
  });
});
