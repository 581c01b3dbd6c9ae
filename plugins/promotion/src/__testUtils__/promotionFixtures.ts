// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  countGates,
  gatesInOrder,
  helpersOf,
  type PromotionCommandName,
  type Plan,
  type PromotionSummary,
  type PromotionView,
  type Release,
  type TimelineEntry,
} from 'backstage-plugin-promotion-common';
import { gateObstacles, passingGates } from './gateFixtures';
import { ago } from './moments';
import { manifestDiff } from './releaseFixtures';
import { roleTitles } from './viewFixtures';

const hash = (digit: string) => `sha256:${digit.repeat(64)}`;
const olivia = { kind: 'user' as const, ref: 'user:default/olivia' };

/** A move of a release into an environment. */
export interface Move {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly release: Release;
  readonly before: Release;
}

/** A command the viewer may give. */
export function may(name: PromotionCommandName, roles?: string[]) {
  return { name, allowed: true, ...(roles && { roles }) };
}

/** A command the viewer may not give, and why. */
export function mayNot(name: PromotionCommandName, reason: string) {
  return { name, allowed: false, reason };
}

/** Records of a promotion, in order. */
export function timeline(
  ...entries: (Partial<TimelineEntry> & Pick<TimelineEntry, 'message' | 'to'>)[]
): TimelineEntry[] {
  return entries.map((entry, index) => ({
    sequence: index + 1,
    at: ago({ minutes: 10 - index }),
    actor: index === 0 ? olivia : { kind: 'system', ref: 'system' },
    event: 'evaluated',
    from: entries[index - 1]?.to ?? entry.to,
    hash: hash(String(index + 1)),
    ...entry,
  }));
}

/** A promotion that is being carried out; what the situation changes goes on top. */
export function promotion(
  move: Move,
  change: Partial<PromotionView> = {},
): PromotionView {
  const { name, from, to, release, before } = move;
  return {
    promotionId: '0b7c6f6e-6f0a-4f0e-9d0a-2f6f1d9f8a01',
    version: 4,
    kind: 'promotion',
    componentRef: release.componentRef,
    from,
    to,
    release,
    releaseBefore: before,
    rulesName: 'default',
    rulesRevision: hash('a'),
    pathHash: hash('b'),
    contentHash: hash('c'),
    fieldWrites: [],
    applications: [
      { instance: 'default', name: `${name}-${to}`, namespace: 'argocd' },
    ],
    requestedBy: olivia,
    requesterRefs: [olivia.ref],
    requestedAt: ago({ minutes: 10 }),
    whenBlocked: 'refuse',
    state: 'executing',
    stateSince: ago({ minutes: 2 }),
    targetState: 'new',
    progress: { validations: [] },
    headline: `Waiting for Argo CD to show ${release.version} live and healthy in ${to}.`,
    explanation: { code: 'executing', tone: 'waits', message: 'executing' },
    tone: 'waits',
    helpers: change.explanation?.helpers ? [...change.explanation.helpers] : [],
    requirement: { slots: [], allowRequester: false, distinct: 'across-roles' },
    roleTitles,
    approvals: [],
    overrides: [],
    diffs: [manifestDiff({ name, environment: to, before, after: release })],
    timeline: timeline(
      { message: `asked to promote ${release.version} to ${to}`, to: 'queued' },
      { message: 'every gate passed; it is its turn', to: 'executing' },
    ),
    commands: [may('cancel'), mayNot('retry', 'It has not ended yet.')],
    commitUrl: 'https://github.example/acme/gitops/commit/77aa12bc',
    refreshAfterMs: 2000,
    ...change,
  };
}

/** A promotion as a line of the list. */
export function summary(view: PromotionView): PromotionSummary {
  const { promotionId, kind, componentRef, from, to, release, state } = view;
  return {
    promotionId,
    kind,
    componentRef,
    from,
    to,
    release,
    state,
    stateSince: view.stateSince,
    targetState: view.targetState,
    requestedBy: view.requestedBy,
    requestedAt: view.requestedAt,
    ...(view.endedAt && { endedAt: view.endedAt }),
    headline: view.headline,
    overridden: view.overrides.length > 0,
  };
}

/** The plan of a move that may be made now. */
export function plan(move: Move, change: Partial<Plan> = {}): Plan {
  const { name, from, to, release, before } = move;
  const gates = change.gates ?? passingGates();
  const obstacles =
    change.obstacles ?? gateObstacles(gates, { tally: change.tally });
  return {
    componentRef: release.componentRef,
    from,
    to,
    release,
    releaseBefore: before,
    rulesName: 'default',
    rulesRevision: hash('a'),
    pathHash: hash('b'),
    obstacles,
    helpers: helpersOf(obstacles),
    gateCounts: countGates(gates, obstacles),
    steps: [
      { name: 'write-manifests', title: 'Commit the manifest' },
      { name: 'sync-applications', title: 'Sync Argo CD' },
      { name: 'validate', title: 'Validate' },
    ],
    fieldWrites: [],
    applications: [
      { instance: 'default', name: `${name}-${to}`, namespace: 'argocd' },
    ],
    diffs: [manifestDiff({ name, environment: to, before, after: release })],
    notMoving: [`replicas: ${from} has 2, ${to} has 3`],
    requirement: { slots: [], allowRequester: false, distinct: 'across-roles' },
    tally: {
      reached: true,
      rejected: false,
      slots: [],
      dismissals: [],
      satisfiable: true,
    },
    explanation: { code: 'ready', tone: 'passes', message: 'ready' },
    headline: `${release.version} may move to ${to} now: all 7 gates pass and nobody need agree.`,
    executable: true,
    contentHash: hash('c'),
    plannedAt: ago({ seconds: 1 }),
    ...change,
    gates: gatesInOrder(gates, obstacles),
  };
}
