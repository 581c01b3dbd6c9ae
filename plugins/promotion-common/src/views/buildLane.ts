// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  liftRolesIn,
  rolesHeldBy,
  setupOfEnvironment,
  type Snapshot,
} from '../facts';
import type { LiveInterval } from '../model/EnvironmentState';
import { listing, roleTitle, roleTitlesOf, withArticle } from '../model/titles';
import { setupRefusal } from '../plan/setupRefusal';
import { holdCovers } from '../plan/waits';
import type { EnvironmentLane } from './ComponentView';

const MAX_TARGETS = 10;

/** What a lane is shown from. */
export interface LaneFacts {
  readonly snapshot: Snapshot;
  readonly environment: string;
  readonly openPromotionId?: string;
  readonly viewer: {
    readonly userRef?: string;
    readonly mayRollBack: boolean;
    readonly mayOverride: boolean;
  };
}

/** One environment of the tab. */
export function buildLane(facts: LaneFacts): EnvironmentLane {
  const { snapshot, environment, openPromotionId } = facts;
  const state = snapshot.states.find(each => each.environment === environment);
  const rules = snapshot.rules.rules.environments[environment];
  const setup = setupOfEnvironment(snapshot, environment);
  return {
    environment,
    title: rules?.title ?? environment,
    ...(state && { state }),
    setup: { problems: [...setup.problems], outages: [...setup.outages] },
    barred: barredIn(facts),
    liftedBars: liftedIn(facts),
    lift: liftOffer(facts),
    holds: snapshot.holds.filter(hold =>
      holdCovers(
        hold,
        { component: snapshot.component, path: { to: environment } },
        snapshot.now,
      ),
    ),
    ...(openPromotionId !== undefined && { openPromotionId }),
    rollback: rollbackOffer(facts),
  };
}

function barredIn({ snapshot, environment }: LaneFacts) {
  return snapshot.barred.filter(
    bar => bar.environment === environment && bar.liftedAt === undefined,
  );
}

/** The newest ones are enough: each is a decision of its own, and they are read one by one. */
const LIFTED_SHOWN = 3;

function liftedIn({ snapshot, environment }: LaneFacts) {
  return snapshot.barred
    .filter(bar => bar.environment === environment)
    .filter(bar => bar.liftedAt !== undefined)
    .slice(0, LIFTED_SHOWN);
}

/** Whether the viewer may let a barred release try again. The command itself checks again. */
function liftOffer({
  snapshot,
  environment,
  viewer,
}: LaneFacts): EnvironmentLane['lift'] {
  const no = (reason: string) => ({ allowed: false, reason });
  if (viewer.userRef === undefined) return no('Only a person may lift a bar.');
  if (!viewer.mayOverride) {
    return no(`You lack the permission to lift a bar in ${environment}.`);
  }
  const roles = liftRolesIn(snapshot, environment);
  const held = rolesHeldBy(viewer.userRef, snapshot);
  if (roles.length > 0 && !roles.some(role => held.includes(role))) {
    const titles = roleTitlesOf(snapshot.rules.rules.roles);
    const who = roles.map(role => withArticle(roleTitle(role, titles)));
    return no(`Only ${listing(who, 'or')} can lift the bar.`);
  }
  return { allowed: true };
}

function rollbackOffer(facts: LaneFacts): EnvironmentLane['rollback'] {
  const { snapshot, environment, viewer } = facts;
  const targets = rollbackTargets(facts);
  const no = (reason: string) => ({ allowed: false, reason, targets });
  const path = snapshot.rules.rules.paths.find(({ to }) => to === environment);
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
  const held = rolesHeldBy(viewer.userRef, snapshot);
  if (roles.length > 0 && !roles.some(role => held.includes(role))) {
    const titles = roleTitlesOf(snapshot.rules.rules.roles);
    const who = roles.map(role => withArticle(roleTitle(role, titles)));
    return no(`Only ${listing(who, 'or')} can roll ${environment} back.`);
  }
  const unfit = setupRefusal(snapshot.component, [
    setupOfEnvironment(snapshot, environment),
  ]);
  if (unfit) return no(unfit.message);
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
  const { snapshot, environment } = facts;
  const state = snapshot.states.find(each => each.environment === environment);
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
