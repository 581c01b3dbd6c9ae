// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  countGates,
  gatesInOrder,
  type ComponentView,
  type EnvironmentLane,
  type PathView,
  type Release,
} from 'backstage-plugin-promotion-common';
import { gateObstacles } from './gateFixtures';
import { ago } from './moments';
import { environmentState } from './releaseFixtures';

/** Titles of the roles in the default rules. */
export const roleTitles = {
  sre: 'SRE',
  qa: 'QA',
  'engineering-lead': 'Engineering Lead',
  'product-owner': 'Product Owner',
};

const hash = (digit: string) => `sha256:${digit.repeat(64)}`;

/** An environment in which a release runs healthily. */
export function lane(
  environment: string,
  live: Release,
  change: Partial<EnvironmentLane> = {},
): EnvironmentLane {
  return {
    environment,
    title: environment,
    state: environmentState(environment, live),
    setup: { problems: [], outages: [] },
    barred: [],
    liftedBars: [],
    lift: { allowed: false },
    holds: [],
    rollback: { allowed: true, targets: [] },
    ...change,
  };
}

/** A path on which nothing need move. */
export function path(
  from: string,
  to: string,
  change: Partial<PathView> = {},
): PathView {
  const obstacles = change.obstacles ?? gateObstacles(change.gates ?? []);
  return {
    from,
    to,
    tone: change.explanation?.tone ?? 'informs',
    obstacles,
    helpers: change.explanation?.helpers ? [...change.explanation.helpers] : [],
    gateCounts: countGates(change.gates ?? [], obstacles),
    status: 'nothing-to-move',
    headline: `${to} already holds what ${from} holds.`,
    explanation: {
      code: 'nothing-to-move',
      tone: 'informs',
      message: 'nothing to move',
    },
    requirement: { slots: [], allowRequester: false, distinct: 'across-roles' },
    promote: { allowed: false },
    override: { allowed: false },
    ...change,
    gates: gatesInOrder(change.gates ?? [], obstacles),
  };
}

/** The view of a component; what the situation does not say is calm. */
export function componentView(
  change: Partial<ComponentView> & Pick<ComponentView, 'name'>,
): ComponentView {
  const about = change.paths?.find(each => each.headline === change.headline);
  return {
    componentRef: `component:default/${change.name}`,
    rulesName: 'default',
    rulesRevision: hash('a'),
    roleTitles,
    headline: 'Nothing need move.',
    tone: about?.tone ?? 'informs',
    ...(about && { about: { from: about.from, to: about.to } }),
    lanes: [],
    paths: [],
    promotions: [],
    reviews: [],
    viewer: { userRef: 'user:default/olivia', roles: [] },
    sources: [
      { name: 'GitHub', status: 'ok' },
      { name: 'Argo CD', status: 'ok' },
    ],
    problems: [],
    collecting: false,
    observedAt: ago({ seconds: 12 }),
    generatedAt: ago({ seconds: 1 }),
    refreshAfterMs: 15_000,
    ...change,
  };
}
