// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { tallyApprovals } from '../approvals/tallyApprovals';
import { explainReadiness } from '../explain/explainReadiness';
import { gatesInOrder } from '../explain/gatesInOrder';
import { headline } from '../explain/headline';
import { evaluateGates } from '../gates/evaluateGates';
import { gateBlocks } from '../gates/gateBlocks';
import {
  liftsBar,
  liftsHold,
  type ApprovalRequirement,
  type Override,
  type Tally,
} from '../model/Approval';
import { earliest, isBefore } from '../model/moment';
import type { Readiness, Wait } from '../model/Readiness';
import type { PathRules } from '../rules/PromotionRules';
import { barsOn, obstaclesOf } from './obstaclesOf';
import { overridesInForce } from './overridesInForce';
import type { ReadinessFacts } from './ReadinessFacts';
import { waitTable } from './waits';

/** Who must agree on a path. */
export function requirementOf(path: PathRules): ApprovalRequirement {
  const { slots, allowRequester, distinct } = path.approvals;
  return { slots: [...slots], allowRequester, distinct };
}

/**
 * Judges whether a promotion may execute: setup, source, bar, gates, quorum, and what only time, a turn or a source is
 * missing for. The one way to a readiness, for plan, request, worker, view and evidence answer. A rollback by hand has no
 * gates, quorum or holds: going back must not wait for what going forwards waits for.
 */
export function judge(facts: ReadinessFacts): Readiness {
  const { now } = facts;
  const goesBack = facts.kind === 'rollback';
  const overrides = goesBack ? [] : overridesInForce(facts);
  const overridden = overrides.map(override => override.target);
  const gates = goesBack ? [] : evaluateGates(facts.path, facts.gates, now);
  const tally = tallyOf(facts);
  const waits = Object.values(waitTable)
    .filter(({ stopsRollback }) => stopsRollback || !goesBack)
    .flatMap(kind => kind.waits(facts))
    .filter(wait => !isOverridden(wait, facts, overrides));
  const barred =
    !goesBack &&
    barsOn(facts).some(
      bar => !overrides.some(override => liftsBar(override, bar)),
    );
  const verdicts = { gates, barred, tally, waits, overrides };
  const obstacles = obstaclesOf(facts, verdicts);
  const parts = {
    kind: facts.kind,
    componentRef: facts.component.componentRef,
    version: facts.gates.release.version,
    to: facts.path.to,
    gates,
    obstacles,
    overridden,
    tally,
    ...(facts.roleTitles && { roleTitles: facts.roleTitles }),
  };
  const reevaluateAt = earliest(
    [
      ...gates.map(gate => gate.reevaluateAt),
      tally.reevaluateAt,
      ...waits.map(wait => wait.until),
    ].filter(moment => moment !== undefined && isBefore(now, moment)),
  );
  return {
    gates: gatesInOrder(gates, obstacles),
    blockingGateIds: gates
      .filter(gate => gateBlocks(gate, overrides))
      .map(({ gateId }) => gateId),
    barred,
    overridden,
    tally,
    waits,
    obstacles,
    explanation: explainReadiness(parts),
    headline: headline(parts),
    evaluatedAt: now,
    ...(reevaluateAt !== undefined && { reevaluateAt }),
  };
}

function tallyOf(facts: ReadinessFacts): Tally {
  const goesBack = facts.kind === 'rollback';
  const nobody: ApprovalRequirement = {
    slots: [],
    allowRequester: true,
    distinct: 'across-roles',
  };
  return tallyApprovals(
    goesBack ? nobody : requirementOf(facts.path),
    {
      approvals: goesBack ? [] : facts.approvals,
      contentHash: facts.contentHash,
      requesterRefs: facts.gates.requesterRefs,
      roleMembers: facts.roleMembers,
      ...(facts.roleTitles && { roleTitles: facts.roleTitles }),
    },
    facts.now,
  );
}

/** A hold that an override names is waited for no more. */
function isOverridden(
  { holdId }: Wait,
  { holds }: ReadinessFacts,
  overrides: readonly Override[],
): boolean {
  const hold = holds.find(each => each.holdId === holdId);
  return (
    hold !== undefined && overrides.some(override => liftsHold(override, hold))
  );
}
