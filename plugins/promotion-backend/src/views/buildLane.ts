// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  listing,
  roleTitle,
  withArticle,
  type EnvironmentLane,
  type Hold,
  type LiveInterval,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../execution/FactsGatherer';
import { rolesHeldBy, roleTitlesOf } from './roleTitles';

const MAX_TARGETS = 10;

/** What a lane is shown from. */
export interface LaneFacts {
  readonly dossier: ComponentDossier;
  readonly environment: string;
  readonly openPromotionId?: string;
  readonly viewer: {
    readonly userRef?: string;
    readonly mayRollBack: boolean;
    readonly mayOverride: boolean;
  };
  readonly now: string;
}

/** One environment of the tab. */
export function buildLane(facts: LaneFacts): EnvironmentLane {
  const { dossier, environment, openPromotionId } = facts;
  const state = dossier.states.find(each => each.environment === environment);
  const rules = dossier.rules.rules.environments[environment];
  return {
    environment,
    title: rules?.title ?? environment,
    ...(state && { state }),
    barred: barredIn(facts),
    liftedBars: liftedIn(facts),
    lift: liftOffer(facts),
    holds: dossier.holds.filter(hold => stands(hold, facts)),
    ...(openPromotionId !== undefined && { openPromotionId }),
    rollback: rollbackOffer(facts),
  };
}

function barredIn({ dossier, environment }: LaneFacts) {
  return dossier.barred.filter(
    bar => bar.environment === environment && bar.liftedAt === undefined,
  );
}

/** The newest ones are enough: each is a decision of its own, and they are read one by one. */
const LIFTED_SHOWN = 3;

function liftedIn({ dossier, environment }: LaneFacts) {
  return dossier.barred
    .filter(bar => bar.environment === environment)
    .filter(bar => bar.liftedAt !== undefined)
    .slice(0, LIFTED_SHOWN);
}

function stands(hold: Hold, { environment, now }: LaneFacts): boolean {
  const { scope, from, until, liftedAt } = hold;
  const isHere =
    scope.environment === undefined || scope.environment === environment;
  const isNow =
    Date.parse(from) <= Date.parse(now) &&
    (until === undefined || Date.parse(now) < Date.parse(until));
  return isHere && isNow && liftedAt === undefined;
}

/** Whether the viewer may let a barred release try again. The command itself checks again. */
function liftOffer({
  dossier,
  environment,
  viewer,
}: LaneFacts): EnvironmentLane['lift'] {
  const no = (reason: string) => ({ allowed: false, reason });
  if (viewer.userRef === undefined) return no('Only a person may lift a bar.');
  if (!viewer.mayOverride) {
    return no(`You lack the permission to lift a bar in ${environment}.`);
  }
  const roles = dossier.rules.rules.paths
    .filter(path => path.to === environment)
    .flatMap(({ overrides }) =>
      overrides?.targets.includes('barred') ? overrides.roles : [],
    );
  const held = rolesHeldBy(viewer.userRef, dossier);
  if (roles.length > 0 && !roles.some(role => held.includes(role))) {
    const titles = roleTitlesOf(dossier.rules.rules);
    const who = [...new Set(roles)].map(role =>
      withArticle(roleTitle(role, titles)),
    );
    return no(`Only ${listing(who, 'or')} can lift the bar.`);
  }
  return { allowed: true };
}

function rollbackOffer(facts: LaneFacts): EnvironmentLane['rollback'] {
  const { dossier, environment, viewer } = facts;
  const targets = rollbackTargets(facts);
  const no = (reason: string) => ({ allowed: false, reason, targets });
  const path = dossier.rules.rules.paths.find(({ to }) => to === environment);
  if (!path) {
    return {
      allowed: false,
      reason: `No path leads to ${environment}.`,
      targets: [],
    };
  }
  if (viewer.userRef === undefined) return no('Only a person may roll back.');
  if (!viewer.mayRollBack) {
    return no(`You lack the permission to roll ${environment} back.`);
  }
  const { roles } = path.rollback.requires;
  const held = rolesHeldBy(viewer.userRef, dossier);
  if (roles.length > 0 && !roles.some(role => held.includes(role))) {
    const titles = roleTitlesOf(dossier.rules.rules);
    const who = roles.map(role => withArticle(roleTitle(role, titles)));
    return no(`Only ${listing(who, 'or')} can roll ${environment} back.`);
  }
  if (facts.openPromotionId !== undefined) {
    return no('A promotion is under way here; roll that one back instead.');
  }
  if (targets.length === 0) {
    return no(`No other release is known to have succeeded in ${environment}.`);
  }
  return { allowed: true, targets };
}

/** Releases that succeeded here and are neither live nor barred, newest first, each once. */
function rollbackTargets(
  facts: LaneFacts,
): EnvironmentLane['rollback']['targets'] {
  const { dossier, environment } = facts;
  const state = dossier.states.find(each => each.environment === environment);
  const excluded = new Set([
    ...barredIn(facts).map(({ releaseId }) => releaseId),
    state?.live?.releaseId,
    state?.desired?.releaseId,
  ]);
  const targets = new Map<string, LiveInterval>();
  for (const interval of state?.history ?? []) {
    const { releaseId, succeeded } = interval;
    if (succeeded && !excluded.has(releaseId) && !targets.has(releaseId)) {
      targets.set(releaseId, interval);
    }
  }
  return [...targets.values()]
    .slice(0, MAX_TARGETS)
    .map(({ releaseId, version, since, promotionId }) => ({
      releaseId,
      version,
      since,
      ...(promotionId !== undefined && { promotionId }),
    }));
}
