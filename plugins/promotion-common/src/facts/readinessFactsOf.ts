// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isWaiting } from '../lifecycle/isTerminal';
import type { Promotion } from '../lifecycle/Promotion';
import { slotKeys } from '../lifecycle/slotKeys';
import type { Approval, Override } from '../model/Approval';
import type { Release } from '../model/Release';
import type { ContentHash, EntityRef, Timestamp } from '../model/scalars';
import { movingTagsOf } from '../model/movingTag';
import { roleTitlesOf } from '../model/titles';
import type { PlanFacts, PlannedFile } from '../plan/PlanFacts';
import type { PromotionAhead, ReadinessFacts } from '../plan/ReadinessFacts';
import { setupOf, type SetupProblem } from '../plan/setupOf';
import { barLiftingRoles } from '../rules/pathSection';
import type { PathRules } from '../rules/PromotionRules';
import type { ResolvedEnvironment } from '../rules/ResolvedEnvironment';
import { stateOf, type Snapshot } from './Snapshot';

/** What is judged. A promotion is judged by its own terms; what is only asked for, by the rules in force. */
export interface Judged {
  readonly kind: Promotion['kind'];
  /** Absent: not asked for yet. Its own slots are no obstacle to it. */
  readonly promotionId?: string;
  readonly path: PathRules;
  readonly release: Release;
  readonly contentHash: ContentHash;
  readonly requesterRefs: readonly EntityRef[];
  readonly notBefore?: Timestamp;
  readonly approvals: readonly Approval[];
  readonly overrides: readonly Override[];
}

/** Both ends of a path as somebody looked at them just now. */
export interface InspectedEnds {
  readonly source: InspectedEnd;
  readonly target: InspectedEnd;
}

/** The files of an environment and what is wrong with its setup. */
export interface InspectedEnd {
  readonly files: readonly PlannedFile[];
  readonly problems: readonly SetupProblem[];
  /** @see PlanFacts.usedImages */
  readonly usedImages?: readonly string[];
}

/** What a promotion, or the thought of one, is judged by: the one assembler. */
export function readinessFactsOf(
  snapshot: Snapshot,
  judged: Judged,
): ReadinessFacts {
  const { path, release, requesterRefs, notBefore } = judged;
  return {
    ...livingFacts(snapshot, judged),
    now: snapshot.now,
    kind: judged.kind,
    path,
    gates: {
      componentRef: snapshot.component.componentRef,
      from: path.from,
      to: path.to,
      release,
      source: stateOf(snapshot, path.from),
      target: stateOf(snapshot, path.to),
      evidence: snapshot.evidence,
      requesterRefs,
      tags: movingTagsOf(snapshot.rules.rules),
    },
    contentHash: judged.contentHash,
    approvals: judged.approvals,
    overrides: judged.overrides,
    ...(notBefore !== undefined && { notBefore }),
  };
}

/** What a recorded promotion is judged by now: its own terms and decisions, and everything else as it stands. */
export function promotionFactsOf(
  snapshot: Snapshot,
  promotion: Promotion,
): ReadinessFacts {
  const { promotionId, terms } = promotion;
  const ofThis = (each: { readonly promotionId: string }) =>
    each.promotionId === promotionId;
  return readinessFactsOf(snapshot, {
    ...promotion,
    path: terms.path,
    approvals: snapshot.approvals.filter(ofThis),
    overrides: snapshot.overrides.filter(ofThis),
  });
}

/** What a plan is made from: the snapshot, and a fresh look at both ends. */
export function planFactsOf(
  snapshot: Snapshot,
  asked: Omit<Judged, 'path' | 'release' | 'contentHash'> & {
    readonly from: string;
    readonly to: string;
    readonly release?: Release;
  },
  ends: InspectedEnds & {
    readonly resolved: {
      readonly source: ResolvedEnvironment;
      readonly target: ResolvedEnvironment;
    };
  },
): PlanFacts {
  const { from, to, release, notBefore } = asked;
  return {
    ...livingFacts(snapshot, { ...asked, path: asked, inspected: ends }),
    from,
    to,
    source: ends.resolved.source,
    target: ends.resolved.target,
    sourceState: stateOf(snapshot, from),
    targetState: stateOf(snapshot, to),
    sourceFiles: ends.source.files,
    targetFiles: ends.target.files,
    ...(ends.target.usedImages && { usedImages: ends.target.usedImages }),
    evidence: snapshot.evidence,
    requesterRefs: asked.requesterRefs,
    approvals: asked.approvals,
    overrides: asked.overrides,
    ...(release && { release }),
    ...(notBefore !== undefined && { notBefore }),
  };
}

/** What bears on every judgement besides the plan: people, holds, bars, setup, and who goes first. */
function livingFacts(
  snapshot: Snapshot,
  judged: Pick<Judged, 'kind' | 'promotionId'> & {
    readonly path: { readonly from: string; readonly to: string };
    readonly inspected?: InspectedEnds;
  },
): Pick<
  ReadinessFacts,
  | 'component'
  | 'roleMembers'
  | 'roleTitles'
  | 'holds'
  | 'barred'
  | 'liftRoles'
  | 'unknown'
  | 'setup'
  | 'ahead'
  | 'concurrency'
> {
  const { from, to } = judged.path;
  const { rules } = snapshot.rules;
  const max = rules.maxConcurrent[to];
  return {
    component: snapshot.component,
    roleMembers: snapshot.roleMembers,
    roleTitles: roleTitlesOf(rules.roles),
    holds: snapshot.holds,
    barred: snapshot.barred,
    liftRoles: barLiftingRoles(rules.paths.filter(path => path.to === from)),
    unknown: snapshot.unknown,
    setup: setupOfPath(snapshot, { ...judged, ...judged.path }),
    ahead: aheadOf(snapshot, judged),
    ...(max !== undefined && {
      concurrency: { executing: snapshot.executing[to] ?? 0, max },
    }),
  };
}

/** The setup of both ends of a path, source first. Going back by hand looks at the target alone. */
export function setupOfPath(
  snapshot: Snapshot,
  move: Pick<Judged, 'kind'> & {
    readonly from: string;
    readonly to: string;
    readonly inspected?: InspectedEnds;
  },
): ReadinessFacts['setup'] {
  const { kind, from, to, inspected } = move;
  const source = { environment: from, look: inspected?.source };
  const target = { environment: to, look: inspected?.target };
  return (kind === 'rollback' ? [target] : [source, target]).map(
    ({ environment, look }) =>
      setupOf(
        environment,
        {
          ...placeOf(snapshot, environment),
          isTarget: environment === to,
          ...(look && { inspected: look.problems }),
        },
        snapshot.now,
      ),
  );
}

/** The setup of one environment by itself, as its lane shows it. */
export function setupOfEnvironment(
  snapshot: Snapshot,
  environment: string,
): ReadinessFacts['setup'][number] {
  const { paths } = snapshot.rules.rules;
  return setupOf(
    environment,
    {
      ...placeOf(snapshot, environment),
      isTarget: paths.some(({ to }) => to === environment),
    },
    snapshot.now,
  );
}

function placeOf({ environments, states }: Snapshot, environment: string) {
  return {
    placed: environments[environment],
    state: states.find(state => state.environment === environment),
  };
}

/** Who goes first: whoever holds what this one needs, and a rollback into the same environment. */
function aheadOf(
  snapshot: Snapshot,
  {
    kind,
    promotionId,
    path,
  }: Pick<Judged, 'kind' | 'promotionId'> & {
    readonly path: { readonly to: string };
  },
): readonly PromotionAhead[] {
  const { componentRef } = snapshot.component;
  const { to } = path;
  const placed = snapshot.environments[to];
  const keys = new Set(
    slotKeys({
      componentRef,
      to,
      fieldWrites: [],
      applications: [],
      terms: { target: placed?.ok ? placed.environment : { targets: [] } },
    }),
  );
  const holders = snapshot.slots
    .filter(({ key }) => keys.has(key))
    .map(slot => ({ ...slot, shares: sharedBy(slot.key) }))
    .sort((a, b) => SHARED.indexOf(a.shares) - SHARED.indexOf(b.shares));
  const rollbacks =
    kind === 'rollback'
      ? []
      : snapshot.open
          .filter(
            other =>
              other.kind === 'rollback' &&
              other.to === to &&
              isWaiting(other.state),
          )
          .map(other => ({
            ...other,
            version: other.release.version,
            shares: 'environment' as const,
          }));
  // One promotion holds several slots; it is told once, by the first of them.
  const first = new Map<string, PromotionAhead>();
  for (const other of [...holders, ...rollbacks]) {
    if (other.promotionId === promotionId || first.has(other.promotionId)) {
      continue;
    }
    first.set(other.promotionId, {
      promotionId: other.promotionId,
      componentRef: other.componentRef,
      to: other.to,
      version: other.version,
      shares: other.shares,
    });
  }
  return [...first.values()];
}

/** What two promotions share, what says most first. */
const SHARED = ['environment', 'file', 'application'] as const;

function sharedBy(key: string): PromotionAhead['shares'] {
  if (key.startsWith('file:')) return 'file';
  return key.startsWith('app:') ? 'application' : 'environment';
}
