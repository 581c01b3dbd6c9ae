// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  PromotionState,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import { promotionStateStyles } from '../status/statusStyles';

/** Where a step of a promotion stands. */
export type StepStatus = 'done' | 'current' | 'upcoming' | 'failed' | 'skipped';

/** One step of the way from request to end, as the stepper shows it. */
export interface Step {
  readonly name: string;
  readonly title: string;
  readonly status: StepStatus;
}

type Shown = Pick<
  PromotionView,
  'state' | 'endedAt' | 'timeline' | 'requirement' | 'kind'
>;

/** The way of a promotion, each step with the states that belong to it. */
const way: readonly {
  readonly name: string;
  readonly title: string;
  readonly states: readonly PromotionState[];
}[] = [
  { name: 'requested', title: 'Requested', states: [] },
  { name: 'gates', title: 'Gates', states: ['awaiting-gates'] },
  { name: 'approvals', title: 'Approvals', states: ['awaiting-approval'] },
  { name: 'queued', title: 'Queued', states: ['queued'] },
  {
    name: 'executing',
    title: 'Executing',
    states: ['executing', 'awaiting-merge'],
  },
  { name: 'validating', title: 'Validating', states: ['validating'] },
];

/** The steps of a promotion, from its state and, once it left the way, from how far its records say it had come. */
export function stepsOf(promotion: Shown): Step[] {
  const { state, endedAt, timeline } = promotion;
  const hasEnded = endedAt !== undefined;
  const steps = way.filter(({ name }) => isOnTheWay(name, promotion));
  const isUnderWay = way.some(({ states }) => states.includes(state));
  const passed = isUnderWay
    ? [state]
    : timeline.flatMap(({ from, to }) => [from, to]);
  const furthest =
    state === 'succeeded'
      ? steps.length
      : Math.max(
          0,
          ...passed.map(each =>
            steps.findIndex(({ states }) => states.includes(each)),
          ),
        );
  const statusOf = (index: number): StepStatus => {
    if (index < furthest) return 'done';
    if (index === furthest) return statusOfFurthest(state, hasEnded);
    return isUnderWay ? 'upcoming' : 'skipped';
  };
  const isEnding = hasEnded || state === 'rolling-back';
  return [
    ...steps.map(({ name, title }, index) => ({
      name,
      title,
      status: statusOf(index),
    })),
    {
      name: 'end',
      title: isEnding ? promotionStateStyles[state].label : 'Done',
      status: statusOfEnd(state, hasEnded),
    },
  ];
}

function isOnTheWay(name: string, { kind, requirement }: Shown): boolean {
  if (name === 'gates') return kind === 'promotion';
  return name !== 'approvals' || requirement.slots.length > 0;
}

function statusOfFurthest(
  state: PromotionState,
  hasEnded: boolean,
): StepStatus {
  if (state === 'rolling-back') return 'failed';
  if (!hasEnded) return 'current';
  const isGivenUp = ['cancelled', 'superseded', 'expired'].includes(state);
  return isGivenUp ? 'skipped' : 'failed';
}

function statusOfEnd(state: PromotionState, hasEnded: boolean): StepStatus {
  if (state === 'rolling-back') return 'current';
  if (!hasEnded) return 'upcoming';
  return ['succeeded', 'rolled-back'].includes(state) ? 'done' : 'failed';
}
