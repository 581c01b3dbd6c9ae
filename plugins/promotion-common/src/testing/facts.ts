// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Snapshot } from '../facts/Snapshot';
import { EVERYWHERE } from '../model/movingTag';
import type { ReadinessFacts } from '../plan/ReadinessFacts';
import { parseRules } from '../rules/parseRules';
import type { ComponentFacts } from '../rules/ResolvedEnvironment';
import {
  hashOf,
  makeEnvironment,
  makeEnvironmentState,
  makePath,
  makeRelease,
  START,
} from './fixtures';

/** Checkout, owned by storefront. */
export function makeComponent(
  overrides: Partial<ComponentFacts> = {},
): ComponentFacts {
  return {
    componentRef: 'component:default/checkout',
    name: 'checkout',
    annotations: {},
    ownerRefs: ['group:default/storefront'],
    ...overrides,
  };
}

/** Checkout 2.4.0 from staging to canary, asked for by Dana, with nothing recorded besides. */
export function makeReadinessFacts(
  overrides: Partial<ReadinessFacts> = {},
): ReadinessFacts {
  return {
    now: START,
    kind: 'promotion',
    component: makeComponent(),
    path: makePath(),
    gates: {
      componentRef: 'component:default/checkout',
      from: 'staging',
      to: 'canary',
      release: makeRelease(),
      source: makeEnvironmentState(),
      target: makeEnvironmentState({ environment: 'canary' }),
      evidence: [],
      requesterRefs: ['user:default/dana'],
      tags: EVERYWHERE,
    },
    contentHash: hashOf('c'),
    approvals: [],
    overrides: [],
    roleMembers: { sre: ['user:default/sam'], qa: ['user:default/quinn'] },
    holds: [],
    barred: [],
    setup: [],
    ahead: [],
    ...overrides,
  };
}

/** A snapshot of checkout under these rules: 2.4.0 in the first environment, 2.3.0 in the others. */
export function makeSnapshot(
  rulesText: string,
  overrides: Partial<Snapshot> = {},
): Snapshot {
  const parsed = parseRules(rulesText);
  if (!parsed.ok) {
    throw new Error(parsed.problems.map(({ message }) => message).join(' '));
  }
  const names = Object.keys(parsed.rules.environments);
  return {
    now: START,
    component: makeComponent(),
    title: 'checkout',
    rules: {
      name: parsed.rules.metadata.name,
      rules: parsed.rules,
      revision: parsed.revision,
    },
    environments: Object.fromEntries(
      names.map(name => [
        name,
        { ok: true, environment: makeEnvironment(name) },
      ]),
    ),
    states: names.map((environment, index) => {
      const release = makeRelease({ version: index === 0 ? '2.4.0' : '2.3.0' });
      return makeEnvironmentState({
        environment,
        live: release,
        desired: release,
      });
    }),
    evidence: [],
    holds: [],
    barred: [],
    roleMembers: {},
    membershipProof: {},
    unknown: [],
    open: [],
    approvals: [],
    overrides: [],
    executing: {},
    slots: [],
    ...overrides,
  };
}
