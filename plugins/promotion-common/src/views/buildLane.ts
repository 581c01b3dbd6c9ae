// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Refused } from '../commands/CommandRefusal';
import type { Offer } from '../commands/CommandRule';
import { offerCommand } from '../commands/decideCommand';
import { rollbackTargets } from '../commands/goingBack';
import { environmentSubject } from '../commands/ofSnapshot';
import type { Person } from '../commands/subjects';
import { setupOfEnvironment } from '../facts/readinessFactsOf';
import type { Snapshot } from '../facts/Snapshot';
import type { Override } from '../model/Approval';
import { setupRefusal } from '../plan/setupRefusal';
import { holdCovers } from '../plan/waits';
import type { EnvironmentLane } from './ComponentView';

/** What a lane is shown from. */
export interface LaneFacts {
  readonly snapshot: Snapshot;
  readonly environment: string;
  readonly openPromotionId?: string;
  readonly openReviews: readonly Override[];
  readonly person: Person;
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

/** Whether the viewer can allow a blocked release again: the same answer as the command gives. */
function liftOffer(facts: LaneFacts): EnvironmentLane['lift'] {
  const { snapshot, environment, openReviews, person } = facts;
  const [bar] = barredIn(facts);
  return told(
    offerCommand(
      'lift-bar',
      {
        ...environmentSubject(snapshot, environment, openReviews),
        releaseId: bar?.releaseId ?? '',
      },
      person,
    ),
  );
}

function rollbackOffer(facts: LaneFacts): EnvironmentLane['rollback'] {
  const { snapshot, environment, openReviews, person } = facts;
  const subject = environmentSubject(snapshot, environment, openReviews);
  const offer = told(offerCommand('rollback-environment', subject, person));
  const unfit = setupRefusal(snapshot.component, [
    setupOfEnvironment(snapshot, environment),
  ]);
  return {
    ...(offer.allowed && unfit
      ? { allowed: false, reason: unfit.message }
      : offer),
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

function told(answer: Offer | Refused) {
  return answer.allowed
    ? { allowed: true }
    : { allowed: false, reason: answer.refusal.message };
}
