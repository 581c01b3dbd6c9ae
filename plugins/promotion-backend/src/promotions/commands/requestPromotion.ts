// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import {
  createPromotion,
  judge,
  millisOf,
  readinessFactsOf,
  refusingObstacles,
  type Approval,
  type Override,
  type Promotion,
  type Readiness,
  type Snapshot,
} from 'backstage-plugin-promotion-common';
import type { Caller } from '../../Caller';
import { planPath } from '../../facts/planPath';
import {
  RefusedError,
  StaleViewError,
  type PromotionRequest,
} from '../PromotionService';
import type { CommandPorts } from './CommandPorts';
import { sameOnItsWay, supersede } from './openPromotions';
import { orRefuse, type Planned } from './orRefuse';
import { assertMayOverride, reviewOf, verdictOn } from './overrideRights';

/** A request, or a repeated one of a promotion that has ended. */
export interface Requested extends PromotionRequest {
  readonly retryOf?: Promotion;
}

/** What a request was answered with. */
export interface RequestAnswer {
  readonly promotionId: string;
  readonly created: boolean;
}

/** How often a request is decided anew because somebody acted first. */
const MAX_ROUNDS = 5;

/** Asks for a promotion. The same release on its way already answers with that promotion. */
export async function requestPromotion(
  request: Requested,
  caller: Caller,
  ports: CommandPorts,
): Promise<RequestAnswer> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const answer = await tryRequest(request, caller, ports);
    if (answer) return answer;
  }
  throw new StaleViewError(
    `Others keep asking for promotions of ${request.componentRef} to ${request.to}; look again, then repeat.`,
    {},
  );
}

/** One round; absent: somebody acted first. */
async function tryRequest(
  request: Requested,
  caller: Caller,
  ports: CommandPorts,
): Promise<RequestAnswer | undefined> {
  const { componentRef, to } = request;
  const snapshot = await ports.facts.gather(componentRef);
  const { open, now } = snapshot;
  const underWay = findUnderWay(request, snapshot);
  if (underWay) {
    return { promotionId: underWay.promotionId, created: false };
  }
  const promotionId = randomUUID();
  const requesterRefs = requestersOf(request, caller);
  const approvals = await carriedApprovals(request, promotionId, ports);
  const { from, releaseId, notBefore, retryOf } = request;
  const planned = orRefuse(
    await planPath(
      {
        from,
        to,
        requesterRefs,
        approvals,
        ...(releaseId !== undefined && { releaseId }),
        ...(notBefore !== undefined && { notBefore }),
        ...(retryOf && { release: retryOf.release }),
      },
      snapshot,
      ports,
    ),
  );
  assertSeenPlan(request, planned);
  const overrides = overridesOf(request, {
    caller,
    planned,
    snapshot,
    requesterRefs,
    promotionId,
  });
  const readiness = judgeWith(planned, snapshot, {
    ...request,
    requesterRefs,
    approvals,
    overrides,
    promotionId,
  });
  refuseWhenBlocked(request, readiness, planned);
  const created = createPromotion({
    ...identityOf(planned),
    promotionId,
    kind: 'promotion',
    requestedBy: caller.actor,
    requesterRefs: [...requesterRefs],
    requestedAt: now,
    whenBlocked: request.whenBlocked,
    terms: planned.terms,
    readiness,
    ...(request.reason !== undefined && { reason: request.reason }),
    ...(request.reference !== undefined && { reference: request.reference }),
    ...(request.notBefore !== undefined && { notBefore: request.notBefore }),
    ...(request.retryOf && { retryOf: request.retryOf.promotionId }),
  });
  const { plan } = planned;
  const written = await ports.stores.promotions.create({
    ...created,
    now,
    approvals: approvals.filter(
      approval => approval.contentHash === plan.contentHash,
    ),
    overrides,
    seenOpenIds: open.map(promotion => promotion.promotionId),
    supersede: supersede(open, {
      promotionId,
      to,
      release: plan.release,
      actor: caller.actor,
      now,
    }),
  });
  if (written.kind !== 'committed') return undefined;
  ports.wake();
  return { promotionId, created: true };
}

/** The readiness with what came along with the request: overrides, and approvals of the same content. */
function judgeWith(
  { plan, terms, readiness }: Planned,
  snapshot: Snapshot,
  request: {
    readonly promotionId: string;
    readonly requesterRefs: readonly string[];
    readonly approvals: readonly Approval[];
    readonly overrides: readonly Override[];
    readonly notBefore?: string;
  },
): Readiness {
  if (request.overrides.length === 0) return readiness;
  const { path } = terms;
  return judge(
    readinessFactsOf(snapshot, {
      ...plan,
      ...request,
      kind: 'promotion',
      path,
    }),
  );
}

/** What the promotion takes over from its plan. */
export function identityOf({ plan }: Pick<Planned, 'plan'>) {
  return {
    componentRef: plan.componentRef,
    from: plan.from,
    to: plan.to,
    release: plan.release,
    ...(plan.releaseBefore && { releaseBefore: plan.releaseBefore }),
    rulesName: plan.rulesName,
    rulesRevision: plan.rulesRevision,
    pathHash: plan.pathHash,
    contentHash: plan.contentHash,
    fieldWrites: plan.fieldWrites,
    diffs: plan.diffs,
    applications: plan.applications,
  };
}

function findUnderWay(
  request: Requested,
  { open, states }: Snapshot,
): Promotion | undefined {
  const { from, to } = request;
  const source = states.find(({ environment }) => environment === from);
  const releaseId =
    request.retryOf?.release.releaseId ??
    request.releaseId ??
    source?.desired?.releaseId;
  return releaseId === undefined
    ? undefined
    : sameOnItsWay(open, { kind: 'promotion', to, releaseId });
}

function requestersOf(request: Requested, caller: Caller): readonly string[] {
  return [
    ...new Set([
      ...caller.requesterRefs,
      ...(request.retryOf?.requesterRefs ?? []),
    ]),
  ];
}

/** Approvals of the promotion that is repeated come along, as this promotion's own: each person's newest decision counts. */
async function carriedApprovals(
  { retryOf }: Requested,
  promotionId: string,
  { stores }: CommandPorts,
): Promise<readonly Approval[]> {
  if (!retryOf) return [];
  const decisions = [
    ...(await stores.decisions.approvals([retryOf.promotionId])),
  ].sort((a, b) => millisOf(a.decidedAt) - millisOf(b.decidedAt));
  const newest = new Map(decisions.map(each => [each.userRef, each]));
  return [...newest.values()]
    .filter(
      ({ decision, withdrawnAt, dismissedAt }) =>
        decision === 'approved' && !withdrawnAt && !dismissedAt,
    )
    .map(approval => ({
      ...approval,
      approvalId: randomUUID(),
      promotionId,
      carriedFrom: retryOf.promotionId,
    }));
}

function assertSeenPlan(request: Requested, { plan }: Planned): void {
  if (!request.contentHash || request.contentHash === plan.contentHash) return;
  throw new StaleViewError(
    `What a promotion to ${plan.to} would do has changed since you looked. Look at the plan again, then ask.`,
    { plan },
  );
}

function overridesOf(
  request: Requested,
  facts: {
    readonly caller: Caller;
    readonly planned: Planned;
    readonly snapshot: Snapshot;
    readonly requesterRefs: readonly string[];
    readonly promotionId: string;
  },
): readonly Override[] {
  const { caller, planned, snapshot, requesterRefs, promotionId } = facts;
  const { plan, terms, readiness } = planned;
  const { now } = snapshot;
  return request.overrides.map(({ target, reason }) => {
    const { userRef, role } = assertMayOverride(target, caller, {
      path: terms.path,
      dossier: snapshot,
      requesterRefs,
      readiness,
    });
    const review = reviewOf(terms.path, now);
    return {
      overrideId: randomUUID(),
      promotionId,
      target,
      userRef,
      role,
      reason,
      contentHash: plan.contentHash,
      overriddenAt: now,
      verdict: verdictOn(target, readiness),
      ...(review && { review }),
    };
  });
}

function refuseWhenBlocked(
  request: Requested,
  readiness: Readiness,
  { plan }: Planned,
): void {
  if (request.whenBlocked === 'wait') return;
  const [first] = refusingObstacles(readiness);
  if (!first) return;
  throw new RefusedError(
    readiness.headline,
    first.kind === 'gate' ? 'gates-do-not-pass' : first.kind,
    readiness.explanation,
    plan,
  );
}
