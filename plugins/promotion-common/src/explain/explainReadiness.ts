// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Explanation } from '../model/Explanation';
import type { GateResult } from '../model/Gate';
import type { Obstacle } from '../model/Readiness';
import { personTitle, roleTitle } from '../model/titles';
import { headline } from './headline';
import type { ReadinessParts } from './ReadinessParts';

type Tone = Explanation['tone'];

/** The tree of reasons: the headline on top, below it every gate, the quorum, and what else stands in the way. */
export function explainReadiness(parts: ReadinessParts): Explanation {
  const { obstacles } = parts;
  const rest = (blocks: boolean) =>
    obstacles
      .filter(({ kind }) => !['gate', 'approval', 'rejected'].includes(kind))
      .filter(({ tone }) => (tone === 'blocks') === blocks)
      .map(reasonOf);
  const children = [
    ...rest(true),
    ...parts.gates.map(gate => gateReason(parts, gate)),
    ...approvals(parts),
    ...rest(false),
  ];
  return {
    ...standing(obstacles),
    message: headline(parts),
    ...(children.length > 0 && { children }),
  };
}

/** What the whole comes to: the first obstacle says it. */
function standing(obstacles: readonly Obstacle[]): {
  code: string;
  tone: Tone;
} {
  const [first] = obstacles;
  switch (first?.kind) {
    case undefined:
      return { code: 'may-move', tone: 'passes' };
    case 'gate': {
      const gates = obstacles.filter(({ kind }) => kind === 'gate');
      const onlyTime = gates.every(({ tone }) => tone === 'waits');
      return { code: 'gates', tone: onlyTime ? 'waits' : 'blocks' };
    }
    case 'approval':
      return {
        code: first.tone === 'waits' ? 'needs-approval' : 'unsatisfiable',
        tone: 'blocks',
      };
    case 'rejected':
    case 'setup':
    case 'source':
    case 'barred':
      return { code: first.kind, tone: 'blocks' };
    default:
      return { code: 'waiting', tone: 'waits' };
  }
}

function reasonOf({
  kind,
  tone,
  message,
  remedy,
  helpers,
}: Obstacle): Explanation {
  return {
    code: kind,
    tone,
    message,
    ...(remedy !== undefined && { remedy }),
    ...(helpers.length > 0 && { helpers }),
  };
}

function gateReason(parts: ReadinessParts, gate: GateResult): Explanation {
  const obstacle = parts.obstacles.find(
    ({ key }) => key === `gate:${gate.gateId}`,
  );
  return {
    code: gate.reason.code,
    tone: gateTone(gate, obstacle),
    message: gate.reason.message,
    ...(gate.remedy !== undefined && { remedy: gate.remedy }),
    ...(obstacle && { helpers: obstacle.helpers }),
  };
}

function gateTone(gate: GateResult, obstacle: Obstacle | undefined): Tone {
  if (gate.status === 'passed') return 'passes';
  if (obstacle) return obstacle.tone;
  // What does not pass and does not block was overridden, or is there to warn or to be recorded.
  return gate.mode === 'observe' ? 'informs' : 'warns';
}

function approvals(parts: ReadinessParts): readonly Explanation[] {
  const { tally, roleTitles, obstacles } = parts;
  if (tally.slots.length === 0) return [];
  const missing = obstacles.find(({ kind }) => kind === 'approval');
  const isOverridden = !tally.reached && !missing && !tally.rejected;
  const slots = tally.slots.map((slot): Explanation => {
    const title = roleTitle(slot.role, roleTitles);
    return slot.userRef === undefined
      ? {
          code: 'slot-open',
          tone: isOverridden ? 'warns' : 'blocks',
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
      tone: approvalTone(tally.reached, isOverridden),
      message: approvalMessage(parts, missing),
      ...(missing?.remedy !== undefined && { remedy: missing.remedy }),
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
  missing: Obstacle | undefined,
): string {
  const filled = tally.slots.filter(slot => slot.userRef !== undefined).length;
  if (tally.rejected) return 'It was rejected.';
  if (tally.reached) return 'Everyone who must agree has agreed.';
  const count = `${filled} of ${tally.slots.length} have agreed.`;
  if (!missing) return `${count} The missing approval was overridden.`;
  return missing.tone === 'waits' ? count : `${count} ${missing.message}`;
}
