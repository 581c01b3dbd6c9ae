// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  offerCommand,
  rollbackTargets,
  type EnvironmentLane,
  type Hold,
  type Offer,
  type Override,
  type Person,
  type Promotion,
  type Refused,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../execution/FactsGatherer';
import { environmentSubject } from '../facts/commandSubjects';

/** What a lane is shown from. */
export interface LaneFacts {
  readonly dossier: ComponentDossier;
  readonly environment: string;
  readonly openPromotionId?: string;
  readonly open: readonly Promotion[];
  readonly openReviews: readonly Override[];
  readonly person: Person;
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

/** Whether the viewer can allow a blocked release again: the same answer as the command gives. */
function liftOffer(facts: LaneFacts): EnvironmentLane['lift'] {
  const [bar] = barredIn(facts);
  return told(
    offerCommand(
      'lift-bar',
      { ...subjectOf(facts), releaseId: bar?.releaseId ?? '' },
      facts.person,
    ),
  );
}

function rollbackOffer(facts: LaneFacts): EnvironmentLane['rollback'] {
  const subject = subjectOf(facts);
  return {
    ...told(offerCommand('rollback-environment', subject, facts.person)),
    targets: rollbackTargets(subject).map(
      ({ releaseId, version, since, promotionId }) => ({
        releaseId,
        version,
        since,
        ...(promotionId !== undefined && { promotionId }),
      }),
    ),
  };
}

function subjectOf({ dossier, environment, ...facts }: LaneFacts) {
  return environmentSubject(dossier, environment, facts);
}

function told(answer: Offer | Refused) {
  return answer.allowed
    ? { allowed: true }
    : { allowed: false, reason: answer.refusal.message };
}
