// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import {
  promotionReadPermission,
  type Approval,
  type Promotion,
} from 'backstage-plugin-promotion-common';
import {
  decideCommand,
  offerCommand,
  surroundingsOf,
  type GivenOf,
  type RequestDecision,
  type RequestSubject,
} from 'backstage-plugin-promotion-common/commands';
import {
  promotionFactsOf,
  readinessFactsOf,
  type Snapshot,
} from 'backstage-plugin-promotion-common/facts';
import {
  createPromotion as makePromotion,
  reviewNotices,
  transition,
  type Allowed,
} from 'backstage-plugin-promotion-common/lifecycle';
import { millisOf } from 'backstage-plugin-promotion-common/model';
import type { ReadinessFacts } from 'backstage-plugin-promotion-common/plan';
import type { RequestOf } from 'backstage-plugin-promotion-common/client';
import { personOn, type Viewer } from '../Caller';
import { targetOf } from '../facts/commandSubjects';
import { planPath } from '../facts/planPath';
import { refuse } from '../RefusedError';
import type { TransitionCommit } from '../store/TransitionCommit';
import type {
  BackendCommand,
  CommandAnswered,
  CommandPorts,
} from './CommandPorts';
import { MAX_ROUNDS } from './giveCommand';
import { orRefuse, type Planned } from './orRefuse';

/** A request, or a repeated one of a promotion that has ended. */
type Requested = RequestOf<'createPromotion'>['body'] & {
  readonly retryOf?: Promotion;
};

/** Requests a promotion. The same release under way already is joined, and answers. */
export const createPromotion: BackendCommand<'createPromotion'> = {
  about: ({ body }) => body.componentRef,
  run: ({ body }, viewer, ports) => requestPromotion(body, viewer, ports),
};

/** @throws RefusedError, NotFoundError, SourceUnreachableError */
export async function requestPromotion(
  request: Requested,
  viewer: Viewer,
  ports: CommandPorts,
): Promise<CommandAnswered> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const answer = await tryRequest(request, viewer, ports);
    if (answer) return answer;
  }
  return refuse({
    code: 'outdated',
    message: `Promotions of ${request.componentRef} to ${request.to} changed while your request was saved. Reload and try again.`,
  });
}

/** One round; absent: somebody acted first. */
async function tryRequest(
  request: Requested,
  viewer: Viewer,
  ports: CommandPorts,
): Promise<CommandAnswered | undefined> {
  const { componentRef, from, to, retryOf } = request;
  const snapshot = await ports.facts.gather(componentRef);
  const { open } = snapshot;
  const promotionId = randomUUID();
  const requesterRefs = unique([
    ...viewer.caller.requesterRefs,
    ...(retryOf?.requesterRefs ?? []),
  ]);
  const asked: Asked = {
    request,
    viewer,
    ports,
    snapshot,
    open,
    promotionId,
    requesterRefs,
  };
  const same = open.find(
    promotion =>
      promotion.kind === 'promotion' &&
      promotion.to === to &&
      promotion.release.releaseId === wantedRelease(request, snapshot),
  );
  if (same) {
    const answer = await joinUnderWay(same, asked);
    if (answer !== 'gives-way') return answer;
  }
  await assertPermitted(asked);
  const approvals = await carriedApprovals(request, promotionId, ports);
  const wanted = {
    from,
    to,
    requesterRefs,
    approvals,
    ...(request.releaseId !== undefined && { releaseId: request.releaseId }),
    ...(request.notBefore !== undefined && { notBefore: request.notBefore }),
    ...(retryOf && { release: retryOf.release }),
  };
  const planned = orRefuse(await planPath(wanted, snapshot, ports));
  const facts = readinessFactsOf(snapshot, {
    ...wanted,
    ...planned.plan,
    kind: 'promotion',
    promotionId,
    path: planned.terms.path,
    overrides: [],
  });
  const decision = await decided(asked, {
    facts,
    planned,
  });
  return decision.kind === 'existing'
    ? undefined
    : writeNew(asked, { planned, approvals, decision });
}

interface Asked {
  readonly request: Requested;
  readonly viewer: Viewer;
  readonly ports: CommandPorts;
  readonly snapshot: Snapshot;
  readonly open: readonly Promotion[];
  readonly promotionId: string;
  readonly requesterRefs: readonly string[];
}

/** Who cannot even try makes nobody look outside. */
async function assertPermitted(asked: Asked): Promise<void> {
  const { subject, person } = await subjectOf(asked, {});
  const offer = offerCommand('request', subject, person);
  if (!offer.allowed) refuse(offer.refusal);
}

async function decided(
  asked: Asked,
  judged: { readonly facts: ReadinessFacts; readonly planned?: Planned },
): Promise<RequestDecision> {
  const { subject, person } = await subjectOf(asked, judged);
  const { request, promotionId } = asked;
  const given: GivenOf<'request'> = {
    promotionId,
    whenBlocked: request.whenBlocked,
    overrides: request.overrides.map(each => ({
      ...each,
      overrideId: randomUUID(),
    })),
    ...(request.contentHash && { contentHash: request.contentHash }),
    ...(request.reason !== undefined && { reason: request.reason }),
  };
  const answer = decideCommand({ name: 'request', given }, subject, person);
  if (answer.allowed) return answer.decision;
  const { explanation, ...bare } = answer.refusal;
  if (!readsBothEnds(asked)) return refuse(bare);
  const plan = judged.planned?.plan;
  return refuse({ ...bare, explanation }, plan && { plan });
}

/** Whether the caller can see what a plan tells of both environments; who cannot is told the reason alone. */
function readsBothEnds({
  request: { from, to },
  viewer,
  snapshot,
}: Pick<Asked, 'request' | 'viewer' | 'snapshot'>): boolean {
  return [from, to].every(environment =>
    viewer.may(
      promotionReadPermission.name,
      targetOf(snapshot, environment, []),
    ),
  );
}

async function subjectOf(
  { request, viewer, ports, snapshot, open, requesterRefs }: Asked,
  judged: { readonly facts?: ReadinessFacts; readonly planned?: Planned },
) {
  const { componentRef, from, to } = request;
  const { planned } = judged;
  const { now } = snapshot;
  const openReviews =
    request.overrides.length > 0
      ? await ports.stores.decisions.openReviews(componentRef)
      : [];
  const sourceState = snapshot.states.find(
    ({ environment }) => environment === from,
  );
  const subject: RequestSubject = {
    ...surroundingsOf(snapshot, {
      componentRef,
      openReviews,
      now,
    }),
    to,
    open,
    ...(judged.facts && { facts: judged.facts }),
    ...(planned && { plan: planned.plan }),
    ...(sourceState && { sourceState }),
  };
  return {
    subject,
    person: {
      ...personOn(viewer, targetOf(snapshot, to, requesterRefs)),
      requesterRefs,
    },
  };
}

/** Joins the one that is under way; `gives-way`: it can no longer be approved, and a new one takes its place. */
async function joinUnderWay(
  same: Promotion,
  asked: Asked,
): Promise<CommandAnswered | 'gives-way' | undefined> {
  const { snapshot, ports, requesterRefs, viewer } = asked;
  const { now } = snapshot;
  const facts = promotionFactsOf(snapshot, {
    ...same,
    requesterRefs: [...requesterRefs],
  });
  const decision = await decided(asked, { facts });
  if (decision.kind === 'new') return 'gives-way';
  const { promotionId, event } = decision;
  if (!event) return { promotionId, existing: true };
  const commit = commitOf(same, event, { viewer, now });
  if (!commit) return { promotionId, existing: true };
  const written = await ports.stores.promotions.commit(commit);
  if (written.kind !== 'committed') return undefined;
  ports.wake();
  return { promotionId, existing: true };
}

async function writeNew(
  { request, viewer, ports, snapshot, promotionId, requesterRefs }: Asked,
  made: {
    readonly planned: Planned;
    readonly approvals: readonly Approval[];
    readonly decision: Extract<RequestDecision, { kind: 'new' }>;
  },
): Promise<CommandAnswered | undefined> {
  const { planned, approvals, decision } = made;
  const { plan } = planned;
  const { now, open } = snapshot;
  const { reference, notBefore, retryOf } = request;
  // An old reason is shown; it justifies nothing that is decided now.
  const reason = request.reason ?? retryOf?.reason;
  const created = makePromotion({
    ...identityOf(planned),
    promotionId,
    kind: 'promotion',
    requestedBy: viewer.caller.actor,
    requesterRefs: [...requesterRefs],
    requestedAt: now,
    whenBlocked: request.whenBlocked,
    terms: planned.terms,
    readiness: decision.readiness,
    ...(reason !== undefined && { reason }),
    ...(reference !== undefined && { reference }),
    ...(notBefore !== undefined && { notBefore }),
    ...(retryOf && { retryOf: retryOf.promotionId }),
  });
  const written = await ports.stores.promotions.create({
    ...created,
    effects: [
      ...created.effects,
      ...decision.overrides.flatMap(override =>
        reviewNotices(created.promotion, override),
      ),
    ],
    now,
    approvals: approvals.filter(
      approval => approval.contentHash === plan.contentHash,
    ),
    overrides: decision.overrides,
    seenOpenIds: open.map(promotion => promotion.promotionId),
    supersede: decision.supersedes.flatMap(({ promotionId: old, event }) => {
      const promotion = open.find(each => each.promotionId === old);
      const commit = promotion && commitOf(promotion, event, { viewer, now });
      return commit ? [commit] : [];
    }),
  });
  if (written.kind !== 'committed') return undefined;
  ports.wake();
  return { promotionId };
}

function commitOf(
  promotion: Promotion,
  event: Allowed,
  { viewer, now }: { readonly viewer: Viewer; readonly now: string },
): TransitionCommit | undefined {
  const { actor } = viewer.caller;
  const result = transition(promotion, event, { at: now, actor });
  if (result.kind === 'ignored') return undefined;
  const { record, effects } = result;
  return { promotion: result.promotion, record, effects, now };
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

function wantedRelease(
  { retryOf, releaseId, from }: Requested,
  { states }: Snapshot,
): string | undefined {
  const source = states.find(({ environment }) => environment === from);
  return retryOf?.release.releaseId ?? releaseId ?? source?.desired?.releaseId;
}

/**
 * Approvals of the promotion that is repeated come along, as this promotion's own: each person's newest decision counts.
 * A rejection answered this content for everybody: nothing comes past it.
 */
async function carriedApprovals(
  { retryOf }: Requested,
  promotionId: string,
  { stores }: CommandPorts,
): Promise<readonly Approval[]> {
  if (!retryOf || retryOf.state === 'rejected') return [];
  const given = await stores.decisions.approvals([retryOf.promotionId]);
  const decisions = [...given].sort(
    (a, b) => millisOf(a.decidedAt) - millisOf(b.decidedAt),
  );
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

function unique(refs: readonly string[]): readonly string[] {
  return [...new Set(refs)];
}
