// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { tallyApprovals } from '../approvals/tallyApprovals';
import { explainReadiness } from '../explain/explainReadiness';
import { headline } from '../explain/headline';
import type { ReadinessParts } from '../explain/ReadinessParts';
import { evaluateGates } from '../gates/evaluateGates';
import { gateBlocks } from '../gates/gateBlocks';
import type { Readiness } from '../model/Readiness';
import type { ApprovalRequirement, Tally } from '../model/Approval';
import { earliest, isBefore } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { PathRules } from '../rules/PromotionRules';
import { liftsBar } from '../model/Approval';
import type { BarredRelease } from '../model/Hold';
import { overridesInForce } from './overridesInForce';
import type { ReadinessFacts } from './ReadinessFacts';
import { waitsOf } from './waitsOf';

/** Who must agree on a path. */
export function requirementOf(path: PathRules): ApprovalRequirement {
  const { slots, allowRequester, distinct } = path.approvals;
  return { slots: [...slots], allowRequester, distinct };
}

/**
 * Judges whether a promotion may execute: gates, bar, quorum, and what only time or a turn is missing for. A rollback by
 * hand has no gates, quorum or holds: going back must not wait for what going forwards waits for.
 */
export function assessReadiness(
  facts: ReadinessFacts,
  now: Timestamp,
): Readiness {
  const overrides = facts.kind === 'rollback' ? [] : overridesInForce(facts);
  const overridden = overrides.map(override => override.target);
  const gates =
    facts.kind === 'rollback'
      ? []
      : evaluateGates(facts.path, facts.gates, now);
  const tally = tallyOf(facts, now);
  const waits = waitsOf(facts, { now, overrides });
  const parts: ReadinessParts = {
    kind: facts.kind,
    componentRef: facts.component.componentRef,
    version: facts.gates.release.version,
    to: facts.path.to,
    ownerRefs: facts.component.ownerRefs,
    gates,
    blockingGateIds: gates
      .filter(gate => gateBlocks(gate, overrides))
      .map(gate => gate.gateId),
    barred:
      facts.kind === 'promotion' &&
      barsOn(facts).some(
        bar => !overrides.some(override => liftsBar(override, bar)),
      ),
    overridden,
    tally,
    waits,
    ...(facts.path.overrides && { overrides: facts.path.overrides }),
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
    gates,
    blockingGateIds: [...parts.blockingGateIds],
    barred: parts.barred,
    overridden,
    tally,
    waits,
    explanation: explainReadiness(parts),
    headline: headline(parts),
    evaluatedAt: now,
    ...(reevaluateAt !== undefined && { reevaluateAt }),
  };
}

function tallyOf(facts: ReadinessFacts, now: Timestamp): Tally {
  const nobody: ApprovalRequirement = {
    slots: [],
    allowRequester: true,
    distinct: 'across-roles',
  };
  return tallyApprovals(
    facts.kind === 'rollback' ? nobody : requirementOf(facts.path),
    {
      approvals: facts.kind === 'rollback' ? [] : facts.approvals,
      contentHash: facts.contentHash,
      requesterRefs: facts.gates.requesterRefs,
      roleMembers: facts.roleMembers,
      ...(facts.roleTitles && { roleTitles: facts.roleTitles }),
    },
    now,
  );
}

/** The rollback blocks on this release in this environment that nobody has lifted. */
export function barsOn({
  barred,
  component,
  path,
  gates,
}: Pick<ReadinessFacts, 'barred' | 'component' | 'path'> & {
  readonly gates: Pick<ReadinessFacts['gates'], 'release'>;
}): readonly BarredRelease[] {
  return barred.filter(
    bar =>
      bar.liftedAt === undefined &&
      bar.componentRef === component.componentRef &&
      bar.environment === path.to &&
      bar.releaseId === gates.release.releaseId,
  );
}
