// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Explanation } from '../model/Explanation';
import type { GateResult } from '../model/Gate';
import { personTitle, roleTitle } from '../model/titles';
import {
  blockingGates,
  headline,
  isOverridden,
  overridingRoles,
} from './headline';
import type { ReadinessParts } from './ReadinessParts';

type Tone = Explanation['tone'];

/** The tree of reasons: the headline on top, below it the bar, the gates, the quorum and what only time is missing for. */
export function explainReadiness(parts: ReadinessParts): Explanation {
  const children = [
    ...barred(parts),
    ...parts.gates.map(gate => gateReason(parts, gate)),
    ...approvals(parts),
    ...parts.waits.map(
      (wait): Explanation => ({
        code: wait.kind,
        tone: 'waits',
        message: wait.message,
        ...(wait.kind === 'hold' && {
          helpers: overridingRoles(parts, 'holds'),
        }),
      }),
    ),
  ];
  return {
    ...standing(parts),
    message: headline(parts),
    ...(children.length > 0 && { children }),
  };
}

function standing(parts: ReadinessParts): { code: string; tone: Tone } {
  if (parts.tally.rejected) return { code: 'rejected', tone: 'blocks' };
  if (parts.barred) return { code: 'barred', tone: 'blocks' };
  const blocking = blockingGates(parts);
  if (blocking.length > 0) {
    const onlyTime = blocking.every(gate => gate.status === 'pending');
    return { code: 'gates', tone: onlyTime ? 'waits' : 'blocks' };
  }
  if (!parts.tally.reached && !isOverridden(parts, 'approval')) {
    return {
      code: parts.tally.satisfiable ? 'needs-approval' : 'unsatisfiable',
      tone: 'blocks',
    };
  }
  if (parts.waits.length > 0) return { code: 'waiting', tone: 'waits' };
  return { code: 'may-move', tone: 'passes' };
}

function barred(parts: ReadinessParts): readonly Explanation[] {
  if (!parts.barred) return [];
  return [
    {
      code: 'barred',
      tone: 'blocks',
      message: `${parts.version} was rolled back in ${parts.to} and is barred there.`,
      remedy: 'Promote a newer release, or let the bar be lifted.',
      helpers: overridingRoles(parts, 'barred'),
    },
  ];
}

function gateReason(parts: ReadinessParts, gate: GateResult): Explanation {
  const blocks = parts.blockingGateIds.includes(gate.gateId);
  return {
    code: gate.reason.code,
    tone: gateTone(gate, blocks),
    message: gate.reason.message,
    ...(gate.remedy !== undefined && { remedy: gate.remedy }),
    ...(blocks && {
      helpers: [...parts.ownerRefs, ...overridingRoles(parts, 'gates')],
    }),
  };
}

function gateTone(gate: GateResult, blocks: boolean): Tone {
  if (gate.status === 'passed') return 'passes';
  if (blocks) return gate.status === 'pending' ? 'waits' : 'blocks';
  // What does not pass and does not block was overridden, or is there to warn or to be recorded.
  return gate.mode === 'observe' ? 'informs' : 'warns';
}

function approvals(parts: ReadinessParts): readonly Explanation[] {
  const { tally, roleTitles } = parts;
  if (tally.slots.length === 0) return [];
  const overridden = isOverridden(parts, 'approval');
  const slots = tally.slots.map((slot): Explanation => {
    const title = roleTitle(slot.role, roleTitles);
    return slot.userRef === undefined
      ? {
          code: 'slot-open',
          tone: overridden ? 'warns' : 'blocks',
          message: `${title} has not agreed yet.`,
          helpers: slot.candidates,
        }
      : {
          code: 'slot-filled',
          tone: 'passes',
          message: `${personTitle(slot.userRef)} agreed as ${title}.`,
        };
  });
  const dismissed = tally.dismissals.map(
    (one): Explanation => ({
      code: one.reason,
      tone: 'informs',
      message: one.message,
    }),
  );
  return [
    {
      code: tally.satisfiable ? 'approvals' : 'unsatisfiable',
      tone: approvalTone(tally.reached, overridden),
      message: approvalMessage(parts, overridden),
      children: [...slots, ...dismissed],
    },
  ];
}

function approvalTone(reached: boolean, overridden: boolean): Tone {
  if (reached) return 'passes';
  return overridden ? 'warns' : 'blocks';
}

function approvalMessage(
  { tally }: ReadinessParts,
  overridden: boolean,
): string {
  const filled = tally.slots.filter(slot => slot.userRef !== undefined).length;
  if (tally.rejected) return 'It was rejected.';
  if (tally.reached) return 'Everyone who must agree has agreed.';
  const count = `${filled} of ${tally.slots.length} have agreed.`;
  if (overridden) return `${count} The missing approval was overridden.`;
  return tally.satisfiable
    ? count
    : `${count} ${tally.unsatisfiableReason ?? ''}`.trim();
}
