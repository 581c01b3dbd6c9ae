// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  listing,
  personTitle,
  roleTitle,
  type ComponentView,
  type Override,
  type Person,
  type PathView,
  type Promotion,
  type PromotionSummary,
  type PromotionView,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../execution/FactsGatherer';
import { buildLane } from './buildLane';
import { buildPathView } from './buildPathView';
import { rolesHeldBy, roleTitlesOf } from './roleTitles';
import { sourcesOf } from './sourcesOf';

/** Everything the tab is shown from. */
export interface ComponentViewFacts {
  readonly dossier: ComponentDossier;
  /** Newest first. */
  readonly promotions: readonly Promotion[];
  readonly summaries: readonly PromotionSummary[];
  /** The views of the open ones. */
  readonly views: readonly PromotionView[];
  /** Every open promotion of the component, also those this viewer cannot read. */
  readonly open: readonly Promotion[];
  readonly openReviews: readonly Override[];
  readonly overrides: readonly Override[];
  readonly executing: Readonly<Record<string, number>>;
  readonly viewer: {
    readonly ref: string;
    readonly userRef?: string;
    /** Who looks, as the core's commands see them in an environment. */
    readonly person: (environment: string) => Person;
    /** Whether they can read what is there. */
    readonly sees: (environment: string) => boolean;
  };
  readonly collecting: boolean;
  readonly now: string;
}

const BUSY_MS = 2_000;
const IDLE_MS = 15_000;

/** The one view of the tab. */
export function buildComponentView(facts: ComponentViewFacts): ComponentView {
  const { dossier, viewer, views: open, now } = facts;
  const { component, rules, states } = dossier;
  const { userRef } = viewer;
  const active = facts.open;
  const seen = rules.rules.paths.filter(
    ({ from, to }) => viewer.sees(from) && viewer.sees(to),
  );
  const paths = seen.map(path => {
    const own = open.find(
      ({ from, to, kind }) =>
        kind === 'promotion' && from === path.from && to === path.to,
    );
    return buildPathView({
      dossier,
      path,
      ...(own && { open: own }),
      active,
      executing: facts.executing[path.to] ?? 0,
      person: viewer.person(path.to),
      openReviews: facts.openReviews,
      now,
    });
  });
  const lanes = Object.keys(rules.rules.environments)
    .filter(viewer.sees)
    .map(environment => {
      const own = open.find(({ to }) => to === environment);
      return buildLane({
        dossier,
        environment,
        ...(own && { openPromotionId: own.promotionId }),
        open: active,
        person: viewer.person(environment),
        openReviews: facts.openReviews,
        now,
      });
    });
  const observedAt = states.map(state => state.observedAt).sort()[0];
  return {
    componentRef: component.componentRef,
    name: dossier.title,
    rulesName: rules.name,
    rulesRevision: rules.revision,
    ...(rules.problem !== undefined && { rulesProblem: rules.problem }),
    roleTitles: roleTitlesOf(rules.rules),
    headline: headlineOf(dossier.title, paths, open),
    lanes,
    paths,
    promotions: [...facts.summaries],
    reviews: reviewsOf(facts),
    viewer: {
      userRef: viewer.ref,
      roles: [...rolesHeldBy(userRef, dossier)],
    },
    sources: sourcesOf(dossier),
    problems: problemsOf(dossier, viewer.sees),
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
): string {
  const back = open.find(({ kind }) => kind === 'rollback');
  if (back) return back.headline;
  for (const status of order) {
    const path = paths.find(each => each.status === status);
    if (path) return path.headline;
  }
  const environments = paths.map(({ to }) => to);
  return `Nothing of ${title} is to be moved: ${listing(environments)} ${
    environments.length === 1 ? 'holds' : 'hold'
  } what comes before.`;
}

function reviewsOf(facts: ComponentViewFacts): ComponentView['reviews'] {
  const { dossier, overrides, promotions, viewer } = facts;
  const titles = roleTitlesOf(dossier.rules.rules);
  return overrides.flatMap(override => {
    const { review, overrideId, promotionId, userRef, reason } = override;
    if (!review || review.reviewedAt !== undefined) return [];
    const promotion = promotions.find(each => each.promotionId === promotionId);
    if (!promotion) return [];
    const members = dossier.roleMembers[review.role] ?? [];
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

function problemsOf(
  dossier: ComponentDossier,
  sees: (environment: string) => boolean,
): ComponentView['problems'] {
  const set = Object.entries(dossier.environments)
    .filter(([environment]) => sees(environment))
    .flatMap(([, place]) => (place.ok ? [] : place.problems));
  const states = dossier.states.filter(({ environment }) => sees(environment));
  const seen = states.flatMap(({ environment, problem }) =>
    problem?.source === 'configuration'
      ? [{ code: 'manifest', message: `${environment}: ${problem.message}` }]
      : [],
  );
  return [...set, ...seen].map(({ code, message, ...rest }) => ({
    code,
    message,
    ...('remedy' in rest &&
      rest.remedy !== undefined && { remedy: rest.remedy }),
  }));
}
