// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  planPromotion,
  planRollback,
  type Approval,
  type EntityRef,
  type Override,
  type Plan,
  type PlanFacts,
  type PlanResult,
  type PromotionTerms,
  type Readiness,
  type Release,
  type Timestamp,
} from 'backstage-plugin-promotion-common';
import type { CallContext, Inspection } from 'backstage-plugin-promotion-node';
import type { ComponentDossier } from '../../execution/FactsGatherer';
import { stateOf } from '../../execution/recordedState';
import type { CommandPorts } from '../commands/CommandPorts';
import { RefusedError } from '../PromotionService';
import { findRelease } from './findRelease';
import { inspectPath } from './inspectPath';
import { livingFacts } from './livingFacts';
import { notSetUp, resolvePath } from './resolvePath';

/** What is to be planned, and for whom. */
export interface PlanRequest {
  readonly componentRef: EntityRef;
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
  /** The promotion that is planned anew; absent: none yet. */
  readonly promotionId?: string;
}

/** What planning needs. */
export type PlanPorts = Omit<CommandPorts, 'wake'>;

/** A plan with what it was made from. */
export interface PlannedPath {
  readonly plan: Plan;
  readonly readiness: Readiness;
  readonly dossier: ComponentDossier;
  readonly terms: PromotionTerms;
  readonly now: Timestamp;
}

/**
 * Plans a move as it stands right now: recorded facts, and a fresh look at the manifests. No effect.
 *
 * @throws RefusedError with the core's explanation when there is no plan; SourceUnreachableError
 */
export async function planPath(
  request: PlanRequest,
  ports: PlanPorts,
  context?: CallContext,
): Promise<PlannedPath> {
  return planWith(planPromotion, request, { ports, context, seesSource: true });
}

/** Plans going back by hand to a release. @throws as `planPath` */
export async function planBack(
  request: PlanRequest & { readonly release: Release },
  ports: PlanPorts,
  context?: CallContext,
): Promise<PlannedPath> {
  return planWith(
    (rules, facts, now) =>
      planRollback(rules, { ...facts, release: request.release }, now),
    request,
    { ports, context, seesSource: false },
  );
}

async function planWith(
  plan: typeof planPromotion,
  request: PlanRequest,
  look: {
    readonly ports: PlanPorts;
    readonly context?: CallContext;
    /** Whether what is live in the source matters. */
    readonly seesSource: boolean;
  },
): Promise<PlannedPath> {
  const { ports, context, seesSource } = look;
  const { componentRef, from, to, requesterRefs, promotionId } = request;
  const dossier = await ports.facts.gather(componentRef);
  const resolved = resolvePath(dossier, request);
  const release =
    request.release ?? (await findRelease(request, dossier, ports));
  const inspected = await inspectPath(resolved, ports.deployer, context);
  if (inspected.target.problems.length > 0) {
    throw notSetUp(dossier.title, to, inspected.target.problems);
  }
  const foreign = seesSource ? foreignSource(inspected.source.problems) : [];
  if (foreign.length > 0) {
    throw notSetUp(dossier.title, request.from, foreign);
  }
  const now = await ports.clock.now();
  const facts: PlanFacts = {
    ...(await livingFacts(dossier, to, ports.stores)),
    from,
    to,
    source: resolved.source,
    target: resolved.target,
    sourceState: stateOf(dossier, from, now),
    targetState: stateOf(dossier, to, now),
    sourceFiles: inspected.source.files,
    targetFiles: inspected.target.files,
    evidence: dossier.evidence,
    requesterRefs,
    approvals: request.approvals ?? [],
    overrides: request.overrides ?? [],
    ...(promotionId !== undefined && { promotionId }),
    ...(release && { release }),
    ...(request.notBefore !== undefined && { notBefore: request.notBefore }),
  };
  const { rules } = dossier.rules;
  return {
    ...accepted(plan(rules, facts, now)),
    dossier,
    now,
    terms: {
      path: resolved.path,
      source: resolved.source,
      target: resolved.target,
      outageMaxMs: rules.outage.max,
    },
  };
}

/**
 * Problems of the source that make what is seen there somebody else's: another application's health would speak for this
 * component. That we may not sync it is none, since nothing is written there.
 */
function foreignSource(
  problems: Inspection['problems'],
): Inspection['problems'] {
  return problems.filter(({ code }) => code !== 'application-sync-forbidden');
}

function accepted(result: PlanResult): Pick<PlannedPath, 'plan' | 'readiness'> {
  if (result.ok) return { plan: result.plan, readiness: result.readiness };
  const { code, message, explanation } = result.refusal;
  throw new RefusedError(message, code, explanation);
}
