// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  PromotionState,
  PromotionView,
} from 'backstage-plugin-promotion-common';

/** Where a step of a promotion stands. */
export type StepStatus = 'done' | 'current' | 'upcoming' | 'failed' | 'skipped';

/** One step of the way from request to end, as the stepper shows it. */
export interface Step {
  readonly name: string;
  readonly title: string;
  readonly status: StepStatus;
}

const titles = [
  ['requested', 'Requested'],
  ['gates', 'Gates'],
  ['approvals', 'Approvals'],
  ['queued', 'Queued'],
  ['executing', 'Executing'],
  ['validating', 'Validating'],
] as const;

type StepTitle = (typeof titles)[number][0];

const stepOfOpenState: Partial<Record<PromotionState, StepTitle>> = {
  'awaiting-gates': 'gates',
  'awaiting-approval': 'approvals',
  queued: 'queued',
  executing: 'executing',
  'awaiting-merge': 'executing',
  validating: 'validating',
};

/** States after the way was left: how far it had come, only the records tell. */
const offTheWay: readonly PromotionState[] = [
  'awaiting-decision',
  'rolling-back',
];

const ends: Partial<Record<PromotionState, string>> = {
  succeeded: 'Succeeded',
  'rolled-back': 'Rolled back',
  'rollback-failed': 'Rollback failed',
  failed: 'Failed',
  errored: 'Errored',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  superseded: 'Superseded',
  expired: 'Expired',
};

/** The steps of a promotion, from its state and, once it ended, from how far its records say it had come. */
export function stepsOf(
  promotion: Pick<PromotionView, 'state' | 'timeline' | 'requirement' | 'kind'>,
): Step[] {
  const way = titles.filter(([name]) => isOnTheWay(name, promotion));
  const furthest = furthestStep(
    promotion,
    way.map(([name]) => name),
  );
  const end = ends[promotion.state];
  const steps = way.map(([name, title], index): Step => {
    if (index < furthest) return { name, title, status: 'done' };
    if (index > furthest) {
      const comes = end === undefined && !offTheWay.includes(promotion.state);
      return { name, title, status: comes ? 'upcoming' : 'skipped' };
    }
    return { name, title, status: statusOfFurthest(promotion.state) };
  });
  if (promotion.state === 'rolling-back') {
    return [
      ...steps,
      { name: 'end', title: 'Rolling back', status: 'current' },
    ];
  }
  return [
    ...steps,
    { name: 'end', title: end ?? 'Done', status: statusOfEnd(promotion.state) },
  ];
}

function isOnTheWay(
  name: StepTitle,
  promotion: Pick<PromotionView, 'requirement' | 'kind'>,
): boolean {
  if (name === 'gates') return promotion.kind === 'promotion';
  if (name === 'approvals') return promotion.requirement.slots.length > 0;
  return true;
}

function furthestStep(
  promotion: Pick<PromotionView, 'state' | 'timeline'>,
  way: readonly StepTitle[],
): number {
  const states = promotion.timeline.flatMap(entry => [entry.from, entry.to]);
  const isOnTheWayStill =
    isOpen(promotion.state) && !offTheWay.includes(promotion.state);
  const reached = [promotion.state, ...(isOnTheWayStill ? [] : states)]
    .map(state => stepOfOpenState[state])
    .map(name => (name ? way.indexOf(name) : 0));
  return promotion.state === 'succeeded' ? way.length : Math.max(0, ...reached);
}

function isOpen(state: PromotionState): boolean {
  return ends[state] === undefined;
}

function statusOfFurthest(state: PromotionState): StepStatus {
  if (state === 'rolling-back' || state === 'rolled-back') return 'failed';
  if (isOpen(state)) return 'current';
  return state === 'cancelled' || state === 'superseded' || state === 'expired'
    ? 'skipped'
    : 'failed';
}

function statusOfEnd(state: PromotionState): StepStatus {
  if (isOpen(state)) return 'upcoming';
  if (state === 'succeeded' || state === 'rolled-back') return 'done';
  return 'failed';
}
