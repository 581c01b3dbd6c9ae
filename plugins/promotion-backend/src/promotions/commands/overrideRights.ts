// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotAllowedError } from '@backstage/errors';
import {
  overrideWords,
  plusMs,
  type Override,
  type OverrideTarget,
  type PathRules,
  type Readiness,
  type Timestamp,
  type Snapshot,
} from 'backstage-plugin-promotion-common';
import type { Caller } from '../../Caller';
import { RefusedError } from '../PromotionService';
import { anyOf, heldRole, personOf } from './authority';

/** What overriding is judged by. */
export interface OverrideFacts {
  readonly path: PathRules;
  readonly dossier: Snapshot;
  readonly requesterRefs: readonly string[];
  readonly readiness: Readiness | undefined;
}

const targetWords = {
  gate: 'gates',
  approval: 'missing approvals',
  window: 'windows',
  hold: 'holds',
  barred: 'barred releases',
} as const satisfies Record<OverrideTarget['kind'], string>;

/**
 * Under which role the caller may let this go. Absent `overrides` in the rules means nobody may.
 *
 * @throws NotAllowedError naming who may; RefusedError when there is nothing to let go
 */
export function assertMayOverride(
  target: OverrideTarget,
  caller: Caller,
  facts: OverrideFacts,
): { readonly userRef: string; readonly role: string } {
  const userRef = personOf(caller, 'override');
  const { path, dossier } = facts;
  const rules = path.overrides;
  const place = `${path.from} → ${path.to}`;
  if (!rules?.targets.includes(overrideWords[target.kind])) {
    throw new NotAllowedError(
      `The rules let nobody override ${
        targetWords[target.kind]
      } on ${place}; change the rules or remove the obstacle.`,
    );
  }
  const role = heldRole(dossier, rules.roles, userRef);
  if (role === undefined) {
    throw new NotAllowedError(
      `Overriding on ${place} needs ${anyOf(
        rules.roles,
        dossier,
      )}; ask one of them.`,
    );
  }
  if (!rules.allowRequester && facts.requesterRefs.includes(userRef)) {
    throw new NotAllowedError(
      `You asked for this promotion; on ${place} somebody else must override.`,
    );
  }
  assertSomethingToOverride(target, facts);
  return { userRef, role };
}

/** The verdict as it stands, kept beside the override. */
export function verdictOn(
  target: OverrideTarget,
  readiness: Readiness | undefined,
): string {
  switch (target.kind) {
    case 'gate': {
      const gate = readiness?.gates.find(
        ({ gateId }) => gateId === target.gateId,
      );
      return gate ? `${gate.status}: ${gate.reason.message}` : 'not judged';
    }
    case 'approval':
      return readiness?.tally.reached
        ? 'reached'
        : `open: ${(readiness?.tally.slots ?? [])
            .filter(slot => slot.userRef === undefined)
            .map(slot => slot.role)
            .join(', ')}`;
    case 'barred':
      return readiness?.barred ? 'barred' : 'not barred';
    default: {
      const waits = (readiness?.waits ?? []).filter(
        wait => wait.kind === target.kind,
      );
      return waits.map(wait => wait.message).join(' ') || 'none stands';
    }
  }
}

/** The review the rules ask for afterwards; absent: none. */
export function reviewOf(
  path: PathRules,
  now: Timestamp,
): Override['review'] | undefined {
  const review = path.overrides?.review;
  return review && { role: review.role, dueAt: plusMs(now, review.within) };
}

function assertSomethingToOverride(
  target: OverrideTarget,
  { path, readiness }: OverrideFacts,
): void {
  if (target.kind !== 'gate') return;
  const gate = readiness?.gates.find(({ gateId }) => gateId === target.gateId);
  if (gate && gate.status !== 'passed') return;
  const message = gate
    ? `The gate ${target.gateId} passes; there is nothing to override.`
    : `There is no gate ${target.gateId} on ${path.from} → ${path.to}.`;
  throw new RefusedError(message, 'nothing-to-override', {
    code: 'nothing-to-override',
    tone: 'informs',
    message,
  });
}
