// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import { NotAllowedError } from '@backstage/errors';
import {
  canVote,
  isBefore,
  plusMs,
  type Approval,
  type Promotion,
  type Timestamp,
  type Snapshot,
  roleTitlesOf,
} from 'backstage-plugin-promotion-common';
import type { Caller } from '../../Caller';
import type { PromotionService } from '../PromotionService';
import { personOf } from './authority';
import type { CommandPorts } from './CommandPorts';
import { assertSeen, commitCommand, getPromotion } from './commitCommand';

type Decision = Parameters<PromotionService['decideApproval']>[0];

/** Records that a person agrees or rejects, for exactly the content they saw. */
export async function decideApproval(
  decision: Decision,
  caller: Caller,
  ports: CommandPorts,
): Promise<void> {
  const userRef = personOf(caller, 'approve or reject');
  const { componentRef } = await getPromotion(decision.promotionId, ports);
  const dossier = await ports.facts.gather(componentRef);
  await commitCommand(
    {
      promotionId: decision.promotionId,
      actor: caller.actor,
      decide: async (promotion, now) => {
        assertSeen(promotion, decision.contentHash);
        const roles = votableRoles(promotion, dossier, userRef);
        assertRoleHeld(decision, roles);
        const given = await ports.stores.decisions.approvals([
          promotion.promotionId,
        ]);
        const newest = given
          .filter(each => each.userRef === userRef)
          .findLast(each => each.contentHash === decision.contentHash);
        if (newest && saysTheSame(newest, decision, now)) return undefined;
        const approval = approvalOf(decision, {
          promotion,
          dossier,
          userRef,
          now,
          roles,
        });
        const event = { type: decision.decision, approval } as const;
        return { event, approval };
      },
    },
    ports,
  );
}

/** @throws NotAllowedError saying why this person's decision cannot count */
function votableRoles(
  promotion: Promotion,
  dossier: Snapshot,
  userRef: string,
): readonly string[] {
  const { slots, allowRequester, distinct } = promotion.terms.path.approvals;
  const vote = canVote(
    { slots, allowRequester, distinct },
    {
      approvals: [],
      contentHash: promotion.contentHash,
      requesterRefs: promotion.requesterRefs,
      roleMembers: dossier.roleMembers,
      roleTitles: roleTitlesOf(dossier.rules.rules.roles),
    },
    userRef,
  );
  if (!vote.ok) throw new NotAllowedError(vote.message);
  return vote.roles;
}

function assertRoleHeld({ role }: Decision, roles: readonly string[]): void {
  if (role === undefined || roles.includes(role)) return;
  throw new NotAllowedError(
    `You do not hold the role ${role} here; decide as ${roles.join(' or ')}.`,
  );
}

/** Whether a decision that stands says just this: a second click adds nothing. */
function saysTheSame(
  given: Approval,
  decision: Decision,
  now: Timestamp,
): boolean {
  const stands =
    given.withdrawnAt === undefined &&
    given.dismissedAt === undefined &&
    (given.expiresAt === undefined || isBefore(now, given.expiresAt));
  return (
    stands &&
    given.decision === decision.decision &&
    given.role === decision.role &&
    (decision.comment ?? given.comment) === given.comment
  );
}

function approvalOf(
  decision: Decision,
  facts: {
    readonly promotion: Promotion;
    readonly dossier: Snapshot;
    readonly userRef: string;
    readonly now: Timestamp;
    readonly roles: readonly string[];
  },
): Approval {
  const { promotion, dossier, userRef, now, roles } = facts;
  return {
    approvalId: randomUUID(),
    promotionId: promotion.promotionId,
    userRef,
    decision: decision.decision,
    contentHash: decision.contentHash,
    ...(decision.role !== undefined && { role: decision.role }),
    ...(decision.comment !== undefined && { comment: decision.comment }),
    decidedAt: now,
    expiresAt: plusMs(now, promotion.terms.path.approvals.expireAfter),
    membershipProof: roles.map(role => ({
      role,
      via: [...(dossier.membershipProof[role]?.[userRef] ?? [])],
    })),
    evidenceIds: evidenceOnTheTable(promotion),
  };
}

/** The evidence behind the verdicts the person saw. */
export function evidenceOnTheTable(
  promotion: Pick<Promotion, 'readiness'>,
): string[] {
  const ids = promotion.readiness?.gates.flatMap(gate => gate.evidenceIds);
  return [...new Set(ids ?? [])];
}
