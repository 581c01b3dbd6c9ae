// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentLane,
  GateResult,
  OverrideTarget,
  Plan,
} from 'backstage-plugin-promotion-common';
import { isBlocking, orderGates } from '../gates/gateOrder';

/** Something in the way that an authorised person may let go. */
export interface Obstacle {
  readonly key: string;
  readonly target: OverrideTarget;
  readonly title: string;
  readonly message: string;
  /** It need not be let go to ask: people may still agree. Absent: without it the request is refused. */
  readonly optional?: true;
}

/**
 * What would have to be overridden for a plan to be carried out, worst first. Missing approvals come last and only
 * beside something else: whoever may override need not wait for people in an emergency.
 */
export function obstaclesOf(
  plan: Pick<Plan, 'gates' | 'release' | 'tally'>,
  target?: Pick<EnvironmentLane, 'barred' | 'holds'>,
): Obstacle[] {
  const gates = orderGates(plan.gates).filter(isBlocking).map(gateObstacle);
  const barred = target?.barred.find(
    each => each.releaseId === plan.release.releaseId && !each.liftedAt,
  );
  const hold = target?.holds.find(each => each.stops === 'all');
  const blocking: Obstacle[] = [
    ...gates,
    ...(barred
      ? [
          {
            key: 'barred',
            target: { kind: 'barred' } as const,
            title: `${barred.version} is barred`,
            message: barred.reason,
          },
        ]
      : []),
    ...(hold
      ? [
          {
            key: 'hold',
            target: { kind: 'hold' } as const,
            title: 'Freeze',
            message: hold.reason,
          },
        ]
      : []),
  ];
  return blocking.length === 0 || plan.tally.reached
    ? blocking
    : [...blocking, missingApprovals(plan.tally)];
}

/** The obstacles this viewer may let go, or the first that stands in the way of overriding at all. */
export function offeredObstacles(
  obstacles: readonly Obstacle[],
  targets: readonly OverrideTarget[] = [],
): { readonly offered: readonly Obstacle[]; readonly fixed?: Obstacle } {
  const offerFor = ({ target }: Obstacle) =>
    targets.find(
      each =>
        each.kind === target.kind &&
        (each.kind !== 'gate' ||
          (target.kind === 'gate' && each.gateId === target.gateId)),
    );
  const fixed = obstacles.find(each => !each.optional && !offerFor(each));
  const offered = obstacles.flatMap(each => {
    const target = offerFor(each);
    return target ? [{ ...each, target }] : [];
  });
  return { offered, ...(fixed && { fixed }) };
}

function missingApprovals(tally: Plan['tally']): Obstacle {
  const open = tally.slots.filter(slot => slot.userRef === undefined);
  return {
    key: 'approval',
    target: { kind: 'approval' },
    title: 'the missing approvals',
    message:
      tally.unsatisfiableReason ??
      `${open.length} of ${tally.slots.length} have not agreed. Without this the promotion waits for them.`,
    optional: true,
  };
}

function gateObstacle(gate: GateResult): Obstacle {
  return {
    key: `gate:${gate.gateId}`,
    target: { kind: 'gate', gateId: gate.gateId },
    title: gate.title,
    message: gate.reason.message,
  };
}
