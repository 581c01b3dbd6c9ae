// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Actor,
  ComponentView,
  Plan,
  Promotion,
  PromotionView,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import { surroundingsOf } from 'backstage-plugin-promotion-common/commands';
import {
  planFactsOf,
  promotionFactsOf,
  stateOf,
  type Snapshot,
} from 'backstage-plugin-promotion-common/facts';
import {
  createPromotion,
  isTerminal,
  transition,
  type PromotionEvent,
  type TransitionRecord,
} from 'backstage-plugin-promotion-common/lifecycle';
import {
  contentHash,
  type Readiness,
} from 'backstage-plugin-promotion-common/model';
import {
  judge,
  planPromotion,
  type PlanResult,
} from 'backstage-plugin-promotion-common/plan';
import { pathSection } from 'backstage-plugin-promotion-common/rules';
import {
  buildComponentView,
  buildPromotionView,
  buildSummary,
  timelineOf,
} from 'backstage-plugin-promotion-common/views';
import {
  allowedWhenRecorded,
  makePerson,
  WORKER,
} from 'backstage-plugin-promotion-common/testing';

/** One situation of the demo: what the tab shows, and what can be opened from it. */
export interface Situation {
  readonly view: ComponentView;
  readonly promotions: readonly PromotionView[];
  readonly plan?: Plan;
}

/** A promotion with all its records, oldest first. */
export interface Told {
  readonly promotion: Promotion;
  readonly records: Parameters<typeof timelineOf>[0];
}

/** Somebody who is signed in. */
export function person(name: string): Actor {
  return { kind: 'user', ref: `user:default/${name}` };
}

/** The plan of a move, from the recorded facts and the manifests that go with them. */
export function planOf(
  snapshot: Snapshot,
  from: string,
  to: string,
): Extract<PlanResult, { ok: true }> {
  const source = placed(snapshot, from);
  const target = placed(snapshot, to);
  const asked = {
    kind: 'promotion' as const,
    from,
    to,
    requesterRefs: [],
    approvals: [],
    overrides: [],
  };
  const { rules } = snapshot.rules;
  const planned = planPromotion(
    rules,
    planFactsOf(snapshot, asked, {
      source: { files: [manifestOf(snapshot, source)], problems: [] },
      target: { files: [manifestOf(snapshot, target)], problems: [] },
      resolved: { source, target },
    }),
    snapshot.now,
  );
  if (!planned.ok) throw new Error(planned.refusal.message);
  return planned;
}

/** Olivia asks for a move, as the snapshot stands. */
export function ask(
  snapshot: Snapshot,
  asked: {
    readonly from: string;
    readonly to: string;
    readonly promotionId: string;
  },
): Told {
  const { from, to, promotionId } = asked;
  const { plan, readiness } = planOf(snapshot, from, to);
  const path = pathSection(snapshot.rules.rules, from, to)?.path;
  if (!path) throw new Error(`no path from ${from} to ${to}`);
  const olivia = person('olivia');
  const { promotion, record } = createPromotion({
    promotionId,
    kind: 'promotion',
    componentRef: plan.componentRef,
    from,
    to,
    release: plan.release,
    releaseBefore: plan.releaseBefore,
    rulesName: plan.rulesName,
    rulesRevision: plan.rulesRevision,
    pathHash: plan.pathHash,
    contentHash: plan.contentHash,
    fieldWrites: plan.fieldWrites,
    applications: plan.applications,
    diffs: plan.diffs,
    requestedBy: olivia,
    requesterRefs: [olivia.ref],
    requestedAt: snapshot.now,
    whenBlocked: 'refuse',
    terms: {
      path,
      source: placed(snapshot, from),
      target: placed(snapshot, to),
      outageMaxMs: snapshot.rules.rules.outage.max,
    },
    readiness,
  });
  return { promotion, records: [chained(record)] };
}

/** What happened to a promotion next; each event must have meant something. */
export function happened(
  told: Told,
  events: readonly PromotionEvent[],
  { at, by = WORKER }: { readonly at: string; readonly by?: Actor },
): Told {
  return events.reduce(({ promotion, records }, event) => {
    const result = transition(promotion, allowedWhenRecorded(event), {
      at,
      actor: by,
    });
    if (result.kind === 'ignored') {
      throw new Error(`${event.type}: ${result.message}`);
    }
    return {
      promotion: result.promotion,
      records: [...records, chained(result.record)],
    };
  }, told);
}

/** A promotion is judged again, as the snapshot stands. */
export function judged(
  snapshot: Snapshot,
  promotion: Promotion,
): PromotionEvent {
  const readiness: Readiness = judge(promotionFactsOf(snapshot, promotion));
  return { type: 'evaluated', readiness, slotsFree: true };
}

/** What somebody sees of a promotion. */
export function seen(
  snapshot: Snapshot,
  { promotion, records }: Told,
  viewer: string,
): PromotionView {
  const ofThis = (each: { readonly promotionId: string }) =>
    each.promotionId === promotion.promotionId;
  return buildPromotionView({
    subject: {
      ...surroundingsOf(snapshot, {
        componentRef: promotion.componentRef,
        openReviews: snapshot.overrides,
        now: snapshot.now,
      }),
      promotion,
      approvals: snapshot.approvals.filter(ofThis),
      overrides: snapshot.overrides.filter(ofThis),
    },
    records,
    person: makePerson(viewer),
  });
}

/** What somebody sees of a component whose recorded facts are these. */
export function situation(
  snapshot: Snapshot,
  told: {
    readonly viewer?: string;
    /** Newest first. */
    readonly promotions?: readonly Told[];
    readonly collecting?: boolean;
    readonly planned?: readonly [from: string, to: string];
  } = {},
): Situation {
  const { viewer = 'olivia', promotions = [], collecting = false } = told;
  const { ref } = person(viewer);
  const views = promotions.map(each => seen(snapshot, each, viewer));
  const { overrides } = snapshot;
  return {
    promotions: views,
    ...(told.planned && { plan: planOf(snapshot, ...told.planned).plan }),
    view: buildComponentView({
      snapshot,
      promotions: promotions.map(({ promotion }) => promotion),
      summaries: promotions.map(({ promotion }) =>
        buildSummary(promotion, overrides),
      ),
      open: views.filter(({ state }) => !isTerminal(state)),
      overrides,
      openReviews: overrides,
      viewer: {
        ref,
        userRef: ref,
        person: () => makePerson(viewer),
        sees: () => true,
      },
      collecting,
    }),
  };
}

function chained(record: TransitionRecord): Told['records'][number] {
  return {
    ...record,
    hash: contentHash({ ...record, event: record.event.type }),
  };
}

function placed(snapshot: Snapshot, name: string): ResolvedEnvironment {
  const found = snapshot.environments[name];
  if (!found?.ok) throw new Error(`${name} is not configured`);
  return found.environment;
}

function manifestOf(
  snapshot: Snapshot,
  { environment, targets }: ResolvedEnvironment,
) {
  const [target] = targets;
  const image = stateOf(snapshot, environment).desired?.images[0];
  if (!target || !image)
    throw new Error(`nothing is desired in ${environment}`);
  return {
    location: target.manifest,
    commit: 'b'.repeat(40),
    text: [
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      `namespace: ${environment}`,
      'images:',
      `  - name: ${image.name}`,
      `    newTag: ${image.tag}`,
      `    digest: ${image.digest}`,
      'resources:',
      '  - deployment.yaml',
      '',
    ].join('\n'),
  };
}
