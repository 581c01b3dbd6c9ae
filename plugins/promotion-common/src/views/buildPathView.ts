// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { candidateOf, stateOf, type Snapshot } from '../facts/Snapshot';
import { readinessFactsOf, setupOfPath } from '../facts/readinessFactsOf';
import type { Person } from '../commands/subjects';
import type { Override } from '../model/Approval';
import type { Explanation } from '../model/Explanation';
import type { Readiness } from '../model/Readiness';
import type { Release } from '../model/Release';
import { entityName } from '../model/titles';
import { countGates } from '../explain/gatesInOrder';
import { helpersOf } from '../explain/helpersOf';
import { refusingObstacles } from '../explain/helpersOf';
import { judge, requirementOf } from '../plan/judge';
import type { Refusal } from '../plan/PlanFacts';
import { releaseToMove } from '../plan/releaseToMove';
import { setupRefusal } from '../plan/setupRefusal';
import type { PathRules } from '../rules/PromotionRules';
import type { PathView } from './ComponentView';
import { overrideOffer } from './overrideOffer';
import type { PromotionView } from './PromotionView';

/** No decision was made yet on a plan nobody has made. */
const NO_CONTENT = `sha256:${'0'.repeat(64)}`;

/** What a path is shown from. */
export interface PathFacts {
  readonly snapshot: Snapshot;
  readonly path: PathRules;
  /** The open promotion on this path, with its view. */
  readonly open?: PromotionView;
  readonly openReviews: readonly Override[];
  readonly person: Person;
}

/** One path of the tab. What moves, the verdicts and the sentence are the core's, the same as a plan's. */
export function buildPathView(facts: PathFacts): PathView {
  const { snapshot, path, open } = facts;
  if (open) return inProgress(open, facts);
  const unfit = setupRefusal(
    snapshot.component,
    setupOfPath(snapshot, { kind: 'promotion', ...path }),
  );
  if (unfit) return unjudged(misconfigured(unfit, facts), facts);
  const source = stateOf(snapshot, path.from);
  const target = stateOf(snapshot, path.to);
  const candidate = candidateOf(source);
  if (candidate && target.desired?.releaseId === candidate.releaseId) {
    return unjudged(alreadyThere(candidate, facts), facts);
  }
  const moving = releaseToMove(
    snapshot.rules.rules,
    { ...snapshot, from: path.from, sourceState: source },
    snapshot.now,
  );
  if (!moving.ok) return unjudged(noRelease(moving.refusal, candidate), facts);
  const readiness = judge(
    readinessFactsOf(snapshot, {
      kind: 'promotion',
      path,
      release: moving.release,
      contentHash: NO_CONTENT,
      requesterRefs: [],
      approvals: [],
      overrides: [],
    }),
  );
  const { explanation, headline, tally } = readiness;
  const status = statusOf(readiness);
  return {
    from: path.from,
    to: path.to,
    requirement: requirementOf(path),
    status,
    tone:
      status === 'ready' || status === 'needs-approval'
        ? 'passes'
        : explanation.tone,
    headline,
    explanation,
    release: moving.release,
    tally,
    ...obstructed(readiness),
    promote: promoteOffer(facts, readiness),
    override: overrideOffer({
      ...facts,
      release: moving.release,
      readiness,
    }),
  };
}

function obstructed({
  gates,
  obstacles = [],
}: Pick<Readiness, 'gates' | 'obstacles'>): Pick<
  PathView,
  'obstacles' | 'helpers' | 'gates' | 'gateCounts'
> {
  return {
    obstacles: [...obstacles],
    helpers: helpersOf(obstacles),
    gates: [...gates],
    gateCounts: countGates(gates, obstacles),
  };
}

function inProgress(open: PromotionView, facts: PathFacts): PathView {
  const { path } = facts;
  const { readiness } = open;
  const reason = `${open.release.version} is on its way to ${path.to} already.`;
  return {
    from: path.from,
    to: path.to,
    requirement: requirementOf(path),
    status: 'in-progress',
    tone: 'waits',
    headline: open.headline,
    explanation: open.explanation,
    release: open.release,
    ...(readiness && { tally: readiness.tally }),
    ...obstructed(readiness ?? { gates: [] }),
    promotion: open,
    promote: { allowed: false, reason },
    override: readiness
      ? overrideOffer({
          ...facts,
          release: open.release,
          promotion: open,
          readiness,
        })
      : { allowed: false },
  };
}

/** A path on which there is nothing to judge, and what is said instead. */
interface Unjudged {
  readonly status: PathView['status'];
  readonly told: Explanation;
  readonly release?: Release;
}

function unjudged(
  { status, told, release }: Unjudged,
  { path }: PathFacts,
): PathView {
  return {
    from: path.from,
    to: path.to,
    requirement: requirementOf(path),
    status,
    tone: told.tone,
    headline: told.message,
    explanation: told,
    ...obstructed({ gates: [] }),
    helpers: [...(told.helpers ?? [])],
    ...(release && { release }),
    promote: { allowed: false },
    override: { allowed: false, reason: told.message },
  };
}

function misconfigured(
  { explanation }: Refusal,
  { snapshot, path }: PathFacts,
): Unjudged {
  const { title } = snapshot;
  return {
    status: 'blocked',
    told: {
      ...explanation,
      message: `${title} cannot be promoted to ${path.to}: ${explanation.message}`,
    },
  };
}

function alreadyThere(
  release: Release,
  { snapshot, path }: PathFacts,
): Unjudged {
  const name = entityName(snapshot.component.componentRef);
  return {
    status: 'nothing-to-move',
    release,
    told: {
      code: 'already-there',
      tone: 'informs',
      message: `${path.to} already holds ${name} ${release.version}.`,
    },
  };
}

/** The plan would say the same: what is desired and live in the source is not one release, or not known. */
function noRelease(
  { explanation }: Refusal,
  candidate: Release | undefined,
): Unjudged {
  const isUnderWay = explanation.code === 'source-disagrees';
  return {
    status: isUnderWay ? 'waiting' : 'unknown',
    told: { ...explanation, tone: 'waits' },
    ...(candidate && { release: candidate }),
  };
}

function statusOf(readiness: Readiness): PathView['status'] {
  const [first] = readiness.obstacles ?? [];
  if (!first) return 'ready';
  const refusing = refusingObstacles(readiness);
  if (refusing.length > 0) {
    return refusing.every(({ tone }) => tone === 'waits')
      ? 'waiting'
      : 'blocked';
  }
  if (first.kind !== 'approval') return 'waiting';
  return first.tone === 'waits' ? 'needs-approval' : 'blocked';
}

function promoteOffer(
  { person, path, snapshot }: PathFacts,
  readiness: Readiness,
): PathView['promote'] {
  if (!person.permitted.includes('request')) {
    return {
      allowed: false,
      reason: `You lack the permission to promote ${snapshot.title} to ${path.to}.`,
    };
  }
  // No plan can be made while a source gives no answer.
  const isStopped =
    refusingObstacles(readiness).length > 0 ||
    readiness.waits.some(({ kind }) => kind === 'outage');
  return isStopped ? { allowed: false } : { allowed: true };
}
