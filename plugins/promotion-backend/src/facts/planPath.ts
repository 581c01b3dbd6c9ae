// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import type {
  Approval,
  Override,
  Plan,
  Release,
  ResolvedEnvironment,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import {
  planFactsOf,
  setupOfPath,
  type InspectedEnds,
  type Snapshot,
} from 'backstage-plugin-promotion-common/facts';
import type { PromotionTerms } from 'backstage-plugin-promotion-common/lifecycle';
import type { Readiness } from 'backstage-plugin-promotion-common/model';
import {
  noPathRefusal,
  planPromotion,
  planRollback,
  setupRefusal,
  type PlanResult,
  type Refusal,
} from 'backstage-plugin-promotion-common/plan';
import type { PathRules } from 'backstage-plugin-promotion-common/rules';
import type { CallContext, Deployer } from 'backstage-plugin-promotion-node';
import type { EvidenceStore } from '../evidence/EvidenceStore';

/** How long the outside may take to be looked at for a plan. */
const INSPECT_TIMEOUT_MS = 20_000;

/** What is to be planned, and for whom. */
export interface PlanRequest {
  readonly from: string;
  readonly to: string;
  /** Absent: what is desired and live in the source. */
  readonly releaseId?: string;
  /** The release itself, where it is known already. */
  readonly release?: Release;
  readonly requesterRefs: readonly string[];
  readonly notBefore?: Timestamp;
  readonly approvals?: readonly Approval[];
  readonly overrides?: readonly Override[];
  /** The promotion that is planned again; absent: none yet. */
  readonly promotionId?: string;
}

/** What planning needs besides the snapshot. */
export interface PlanPorts {
  readonly deployer: Pick<Deployer, 'inspect'>;
  readonly releases: Pick<EvidenceStore, 'releases'>;
}

/** A plan with what it was judged by and the terms it was made under, or why there is none. */
export type PlannedPath =
  | {
      readonly ok: true;
      readonly plan: Plan;
      readonly readiness: Readiness;
      readonly terms: PromotionTerms;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Plans a move as it stands right now: the snapshot, and a fresh look at the manifests. No effect.
 *
 * @throws SourceUnreachableError; NotFoundError when nothing is known of the release that is named
 */
export async function planPath(
  request: PlanRequest,
  snapshot: Snapshot,
  ports: PlanPorts,
  context?: CallContext,
): Promise<PlannedPath> {
  return planWith(planPromotion, 'promotion', {
    request,
    snapshot,
    ports,
    context,
  });
}

/** Plans going back by hand to a release; whatever is wrong with the source is no obstacle. @throws as `planPath` */
export async function planBack(
  request: PlanRequest & { readonly release: Release },
  snapshot: Snapshot,
  ports: PlanPorts,
  context?: CallContext,
): Promise<PlannedPath> {
  const { release } = request;
  return planWith(
    (rules, facts, now) => planRollback(rules, { ...facts, release }, now),
    'rollback',
    { request, snapshot, ports, context },
  );
}

async function planWith(
  plan: (...facts: Parameters<typeof planPromotion>) => PlanResult,
  kind: 'promotion' | 'rollback',
  look: {
    readonly request: PlanRequest;
    readonly snapshot: Snapshot;
    readonly ports: PlanPorts;
    readonly context?: CallContext;
  },
): Promise<PlannedPath> {
  const { request, snapshot, ports } = look;
  const { rules } = snapshot.rules;
  const ends = resolvedEnds(request, snapshot, kind);
  if (!ends.ok) return ends;
  const { path, source, target } = ends;
  const release =
    request.release ?? (await findRelease(request, snapshot, ports));
  const inspected = await inspectEnds(ends, look);
  const facts = planFactsOf(
    snapshot,
    { approvals: [], overrides: [], ...request, kind, release },
    { ...inspected, resolved: ends },
  );
  const planned = plan(rules, facts, snapshot.now);
  return planned.ok
    ? {
        ...planned,
        terms: { path, source, target, outageMaxMs: rules.outage.max },
      }
    : planned;
}

/** The path and both its environments, fit to be looked at. */
interface ResolvedEnds {
  readonly ok: true;
  readonly path: PathRules;
  /** Going back by hand looks at the target alone: it is its own source. */
  readonly source: ResolvedEnvironment;
  readonly target: ResolvedEnvironment;
}

function resolvedEnds(
  request: PlanRequest,
  snapshot: Snapshot,
  kind: 'promotion' | 'rollback',
): ResolvedEnds | Extract<PlannedPath, { readonly ok: false }> {
  const { rules } = snapshot.rules;
  const path = rules.paths.find(
    ({ from, to }) => from === request.from && to === request.to,
  );
  if (!path) return { ok: false, refusal: noPathRefusal(rules, request) };
  const target = snapshot.environments[path.to];
  const source =
    kind === 'rollback' ? target : snapshot.environments[path.from];
  if (source?.ok && target?.ok) {
    return {
      ok: true,
      path,
      source: source.environment,
      target: target.environment,
    };
  }
  const setup = setupOfPath(snapshot, { kind, ...path });
  const refusal = setupRefusal(snapshot.component, setup);
  if (!refusal)
    throw new Error('An environment that is not resolved says why.');
  return { ok: false, refusal };
}

/** Reads the manifests of both ends, the only look outside a plan takes. */
async function inspectEnds(
  { source, target }: ResolvedEnds,
  {
    ports: { deployer },
    context = { signal: AbortSignal.timeout(INSPECT_TIMEOUT_MS) },
  }: {
    readonly ports: PlanPorts;
    readonly context?: CallContext;
  },
): Promise<InspectedEnds> {
  const looked = deployer.inspect(target, context);
  const [from, to] = await Promise.all([
    source === target ? looked : deployer.inspect(source, context),
    looked,
  ]);
  return { source: from, target: to };
}

/** The release that is named, where it is not simply what stands in the source now: absent then. */
async function findRelease(
  { from, releaseId }: PlanRequest,
  { component, states }: Snapshot,
  { releases }: PlanPorts,
): Promise<Release | undefined> {
  const { componentRef } = component;
  if (releaseId === undefined) return undefined;
  const source = states.find(({ environment }) => environment === from);
  const isInSource =
    source?.desired?.releaseId === releaseId &&
    source.live?.releaseId === releaseId;
  if (isInSource) return undefined;
  const seen = states.flatMap(({ desired, live }) => [desired, live]);
  const known = [...seen, ...(await releases.releases(componentRef))];
  const release = known.find(candidate => candidate?.releaseId === releaseId);
  if (!release) {
    throw new NotFoundError(
      `Nothing is known of release ${releaseId} of ${componentRef}; send its build record first.`,
    );
  }
  return release;
}
