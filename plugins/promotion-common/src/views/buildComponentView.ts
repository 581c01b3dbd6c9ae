// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Person } from '../commands/subjects';
import { rolesHeldBy, type Snapshot } from '../facts/Snapshot';
import type { Promotion } from '../lifecycle/Promotion';
import type { Override } from '../model/Approval';
import { listing, personTitle, roleTitle, roleTitlesOf } from '../model/titles';
import { buildLane } from './buildLane';
import { buildPathView } from './buildPathView';
import type { ComponentView, PathView } from './ComponentView';
import type { PromotionSummary, PromotionView } from './PromotionView';
import { sourcesOf } from './sourcesOf';

/** Everything the tab is shown from. */
export interface ComponentViewFacts {
  readonly snapshot: Snapshot;
  /** Newest first. */
  readonly promotions: readonly Promotion[];
  readonly summaries: readonly PromotionSummary[];
  readonly open: readonly PromotionView[];
  readonly openReviews: readonly Override[];
  readonly overrides: readonly Override[];
  readonly viewer: {
    readonly ref: string;
    readonly userRef?: string;
    /** Who looks, as the commands see them in an environment. */
    readonly person: (environment: string) => Person;
    /** Whether they can read what is there. */
    readonly sees: (environment: string) => boolean;
  };
  readonly collecting: boolean;
}

const BUSY_MS = 2_000;
const IDLE_MS = 15_000;

/** The one view of the tab. */
export function buildComponentView(facts: ComponentViewFacts): ComponentView {
  const { snapshot, viewer, open } = facts;
  const { component, rules, states, now } = snapshot;
  const { userRef } = viewer;
  const seen = rules.rules.paths.filter(
    ({ from, to }) => viewer.sees(from) && viewer.sees(to),
  );
  const paths = seen.map(path => {
    const own = open.find(
      ({ from, to, kind }) =>
        kind === 'promotion' && from === path.from && to === path.to,
    );
    return buildPathView({
      snapshot,
      path,
      ...(own && { open: own }),
      openReviews: facts.openReviews,
      person: viewer.person(path.to),
    });
  });
  const places = Object.keys(rules.rules.environments).filter(viewer.sees);
  const lanes = places.map(environment => {
    const own = open.find(({ to }) => to === environment);
    return buildLane({
      snapshot,
      environment,
      ...(own && { openPromotionId: own.promotionId }),
      openReviews: facts.openReviews,
      person: viewer.person(environment),
    });
  });
  const observedAt = states.map(state => state.observedAt).sort()[0];
  return {
    componentRef: component.componentRef,
    name: snapshot.title,
    rulesName: rules.name,
    rulesRevision: rules.revision,
    ...(rules.problem !== undefined && { rulesProblem: rules.problem }),
    roleTitles: roleTitlesOf(rules.rules.roles),
    ...headlineOf(snapshot.title, paths, open),
    lanes,
    paths,
    promotions: [...facts.summaries],
    reviews: reviewsOf(facts),
    viewer: {
      userRef: viewer.ref,
      roles: [...rolesHeldBy(userRef, snapshot)],
    },
    sources: sourcesOf(snapshot),
    problems: lanes.flatMap(({ environment, setup }) =>
      setup.problems.map(problem => ({
        ...problem,
        message: `${environment}: ${problem.message}`,
      })),
    ),
    collecting: facts.collecting,
    ...(observedAt !== undefined && { observedAt }),
    generatedAt: now,
    refreshAfterMs: open.length > 0 || facts.collecting ? BUSY_MS : IDLE_MS,
  };
}

/** What people care for first: what is under way, what may move, what stands in the way, what only takes time. */
const order = [
  'in-progress',
  'ready',
  'needs-approval',
  'blocked',
  'waiting',
  'unknown',
] as const satisfies readonly PathView['status'][];

function headlineOf(
  title: string,
  paths: readonly PathView[],
  open: readonly PromotionView[],
): Pick<ComponentView, 'headline' | 'tone' | 'about'> {
  const back = open.find(({ kind }) => kind === 'rollback');
  if (back) return { headline: back.headline, tone: back.explanation.tone };
  for (const status of order) {
    const path = paths.find(each => each.status === status);
    if (path) {
      const { headline, tone, from, to } = path;
      return { headline, tone, about: { from, to } };
    }
  }
  const environments = paths.map(({ to }) => to);
  return {
    tone: 'informs',
    headline: `Nothing of ${title} is to be moved: ${listing(environments)} ${
      environments.length === 1 ? 'holds' : 'hold'
    } what comes before.`,
  };
}

function reviewsOf(facts: ComponentViewFacts): ComponentView['reviews'] {
  const { snapshot, overrides, promotions, viewer } = facts;
  const titles = roleTitlesOf(snapshot.rules.rules.roles);
  return overrides.flatMap(override => {
    const { review, overrideId, promotionId, userRef, reason } = override;
    if (!review || review.reviewedAt !== undefined) return [];
    const promotion = promotions.find(each => each.promotionId === promotionId);
    if (!promotion) return [];
    const members = snapshot.roleMembers[review.role] ?? [];
    const mine =
      viewer.userRef !== undefined &&
      viewer.userRef !== userRef &&
      members.includes(viewer.userRef);
    const what =
      override.target.kind === 'gate'
        ? `the gate ${override.target.gateId}`
        : `the ${override.target.kind}`;
    return [
      {
        promotionId,
        overrideId,
        role: review.role,
        dueAt: review.dueAt,
        mine,
        message: `${personTitle(userRef)} overrode ${what} for ${
          promotion.release.version
        } to ${promotion.to}: “${reason}”. ${roleTitle(
          review.role,
          titles,
        )} reviews it.`,
      },
    ];
  });
}
