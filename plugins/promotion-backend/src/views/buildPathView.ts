// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  assessReadiness,
  entityName,
  movingTagsOf,
  requirementOf,
  slotHoldingStates,
  type ActivePromotion,
  type Explanation,
  type PathRules,
  type PathView,
  type Promotion,
  type PromotionView,
  type Readiness,
  type Release,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../execution/FactsGatherer';
import { candidateOf, stateOf } from '../execution/recordedState';
import { overrideOffer, type OverrideOffer } from './overrideOffer';
import { roleTitlesOf } from './roleTitles';

/** No decision was made yet on a plan nobody has made. */
const NO_CONTENT = `sha256:${'0'.repeat(64)}`;

/** What a path is shown from. */
export interface PathFacts {
  readonly dossier: ComponentDossier;
  readonly path: PathRules;
  /** The open promotion on this path, with its view. */
  readonly open?: PromotionView;
  readonly active: readonly Promotion[];
  readonly executing: number;
  readonly viewer: {
    readonly userRef?: string;
    readonly mayCreate: boolean;
    readonly mayOverride: boolean;
  };
  readonly now: string;
}

function holdsSlots(state: Promotion['state']): boolean {
  return slotHoldingStates.some(holding => holding === state);
}

/** One path of the tab. The verdicts and the sentence are the core's. */
export function buildPathView(facts: PathFacts): PathView {
  const { dossier, path, open } = facts;
  const requirement = requirementOf(path);
  const base = { from: path.from, to: path.to, requirement };
  if (open) return inProgress(base, open, facts);
  const blocked = misconfigured(dossier, path) ?? nothingToJudge(facts);
  if ('told' in blocked) {
    const { told, status } = blocked;
    return {
      ...base,
      ...(blocked.release && { release: blocked.release }),
      status,
      headline: told.message,
      explanation: told,
      gates: [],
      promote: { allowed: false, reason: told.message },
      override: { allowed: false, reason: told.message },
    };
  }
  const readiness = judge(facts, blocked.release);
  const offer = overrideOffer({ ...facts, readiness });
  return {
    ...base,
    status: statusOf(readiness),
    headline: readiness.headline,
    explanation: readiness.explanation,
    release: blocked.release,
    gates: readiness.gates,
    tally: readiness.tally,
    promote: promoteOffer(facts, readiness),
    override: offer,
  };
}

type Base = Pick<PathView, 'from' | 'to' | 'requirement'>;

function inProgress(
  base: Base,
  open: PromotionView,
  facts: PathFacts,
): PathView {
  const { readiness } = open;
  const offer: OverrideOffer = readiness
    ? overrideOffer({ ...facts, readiness })
    : { allowed: false };
  return {
    ...base,
    status: 'in-progress',
    headline: open.headline,
    explanation: open.explanation,
    release: open.release,
    gates: readiness?.gates ?? [],
    ...(readiness && { tally: readiness.tally }),
    promotion: open,
    promote: {
      allowed: false,
      reason: `${open.release.version} is on its way to ${base.to} already.`,
    },
    override: offer,
  };
}

interface Unjudged {
  readonly status: PathView['status'];
  readonly told: Explanation;
  readonly release?: Release;
}

function misconfigured(
  dossier: ComponentDossier,
  path: PathRules,
): Unjudged | undefined {
  const problems = [path.from, path.to].flatMap(name => {
    const place = dossier.environments[name];
    return place && !place.ok ? place.problems : [];
  });
  if (problems.length === 0) return undefined;
  return {
    status: 'blocked',
    told: {
      code: 'configuration',
      tone: 'blocks',
      message: `${dossier.title} may not move to ${path.to}: its set-up has to be corrected first.`,
      helpers: dossier.component.ownerRefs,
      children: problems.map(({ code, message, remedy }) => ({
        code,
        tone: 'blocks',
        message,
        ...(remedy !== undefined && { remedy }),
      })),
    },
  };
}

function nothingToJudge(
  facts: PathFacts,
): Unjudged | { readonly release: Release } {
  const { dossier, path, now } = facts;
  const source = stateOf(dossier, path.from, now);
  const target = stateOf(dossier, path.to, now);
  const name = entityName(dossier.component.componentRef);
  const release = candidateOf(source);
  if (!release) {
    const why = source.problem?.message;
    return unknown(
      'source-unknown',
      `Nothing is known yet of what runs in ${path.from} of ${name}${
        why === undefined ? '' : `: ${why.replace(/\.$/, '')}`
      }.`,
    );
  }
  if (target.desired?.releaseId === release.releaseId) {
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
  const { desired, live } = source;
  if (desired && live && desired.releaseId !== live.releaseId) {
    return {
      ...unknown(
        'source-disagrees',
        `${path.from} should run ${name} ${desired.version} and runs ${live.version}; what moves is what is desired and live.`,
      ),
      status: 'waiting',
      release,
    };
  }
  if (!live) {
    return {
      ...unknown(
        'not-live',
        `${name} ${release.version} is desired in ${path.from}, and it is not known what runs there.`,
      ),
      release,
    };
  }
  return { release };
}

function unknown(code: string, message: string): Unjudged {
  return { status: 'unknown', told: { code, tone: 'waits', message } };
}

function judge(facts: PathFacts, release: Release): Readiness {
  const { dossier, path, now } = facts;
  const { component, rules } = dossier;
  const max = rules.rules.maxConcurrent[path.to];
  return assessReadiness(
    {
      kind: 'promotion',
      component,
      path,
      gates: {
        componentRef: component.componentRef,
        from: path.from,
        to: path.to,
        release,
        source: stateOf(dossier, path.from, now),
        target: stateOf(dossier, path.to, now),
        evidence: dossier.evidence,
        requesterRefs: [],
        tags: movingTagsOf(rules.rules),
      },
      contentHash: NO_CONTENT,
      approvals: [],
      overrides: [],
      roleMembers: dossier.roleMembers,
      roleTitles: roleTitlesOf(rules.rules),
      holds: dossier.holds,
      barred: dossier.barred,
      activePromotions: facts.active.map(asActive),
      ...(max !== undefined && {
        concurrency: { executing: facts.executing, max },
      }),
    },
    now,
  );
}

function asActive(promotion: Promotion): ActivePromotion {
  const { promotionId, componentRef, to, release, state } = promotion;
  const { releaseId, version } = release;
  const turn = holdsSlots(state) ? 'executing' : 'waiting';
  return { promotionId, componentRef, to, releaseId, version, turn };
}

function statusOf(readiness: Readiness): PathView['status'] {
  const { gates, blockingGateIds, barred, tally, waits } = readiness;
  const blocking = gates.filter(({ gateId }) =>
    blockingGateIds.includes(gateId),
  );
  if (barred) return 'blocked';
  if (blocking.length > 0) {
    return blocking.every(({ status }) => status === 'pending')
      ? 'waiting'
      : 'blocked';
  }
  if (!tally.reached) return tally.satisfiable ? 'needs-approval' : 'blocked';
  return waits.length > 0 ? 'waiting' : 'ready';
}

function promoteOffer(
  { viewer, path, dossier }: PathFacts,
  readiness: Readiness,
): PathView['promote'] {
  if (!viewer.mayCreate) {
    return {
      allowed: false,
      reason: `You lack the permission to promote ${dossier.title} to ${path.to}.`,
    };
  }
  if (readiness.barred || readiness.blockingGateIds.length > 0) {
    return { allowed: false, reason: readiness.headline };
  }
  return { allowed: true };
}
