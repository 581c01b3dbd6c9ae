// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PromotionEvent } from '../lifecycle/events';
import {
  allowedWhenRecorded,
  type TransitionEvent,
} from '../lifecycle/PersonEvent';
import type {
  Observation,
  PreparedChange,
  ValidationResult,
} from '../lifecycle/Progress';
import type { Actor } from '../model/Actor';
import {
  hashOf,
  makeApproval,
  makeGateResult,
  makeNewPromotion,
  makeOpenTally,
  makeOverride,
  makeReadiness,
  makeTally,
  START,
} from './fixtures';

/** The worker. */
export const WORKER: Actor = { kind: 'system', ref: 'system' };
/** Dana, who asks. */
export const DANA: Actor = { kind: 'user', ref: 'user:default/dana' };

/** A prepared commit on the fixture's branch. */
export function makeChange(
  overrides: Partial<PreparedChange> = {},
): PreparedChange {
  return {
    repositoryUrl: 'https://github.example/acme/gitops',
    branch: 'main',
    baseCommit: 'a'.repeat(40),
    commit: 'c'.repeat(40),
    writes: [],
    ...overrides,
  };
}

/** What looking said; `waiting` unless told. */
export function makeObservation(
  overrides: Partial<Observation> = {},
): Observation {
  const status = overrides.status ?? 'waiting';
  return {
    status,
    message: `The deployment is ${status}.`,
    images: [],
    observedAt: START,
    ...overrides,
  };
}

/** The health validation; `passed` unless told. */
export function makeValidation(
  overrides: Partial<ValidationResult> = {},
): ValidationResult {
  const status = overrides.status ?? 'passed';
  return {
    name: 'health',
    kind: 'health',
    status,
    message: `Health is ${status}.`,
    checkedAt: START,
    ...overrides,
  };
}

/** Judgements of every kind. */
export const readinesses = {
  ready: makeReadiness(),
  blocked: makeReadiness({
    gates: [makeGateResult({ status: 'failed' })],
    blockingGateIds: ['coverage'],
  }),
  unjudged: makeReadiness({ gates: [] }),
  barred: makeReadiness({ barred: true }),
  unapproved: makeReadiness({ tally: makeOpenTally() }),
  halfApproved: makeReadiness({
    tally: makeTally({
      reached: false,
      slots: [
        { role: 'sre', userRef: 'user:default/sam', candidates: [] },
        { role: 'qa', candidates: ['user:default/quinn'] },
      ],
    }),
  }),
  rejected: makeReadiness({
    tally: makeTally({ reached: false, rejected: true }),
  }),
  held: makeReadiness({ waits: [{ kind: 'hold', message: 'Frozen.' }] }),
} as const;

const observations = (
  ['waiting', 'suspended', 'live', 'failed', 'superseded'] as const
).map(status => makeObservation({ status }));

/** At least one event of every type, with the payloads that make a difference. Typed so that none can be forgotten. */
export const eventsByType: {
  readonly [T in PromotionEvent['type']]: readonly Extract<
    PromotionEvent,
    { type: T }
  >[];
} = {
  requested: [{ type: 'requested', request: makeNewPromotion() }],
  evaluated: Object.values(readinesses).flatMap(readiness =>
    [true, false].map(slotsFree => ({
      type: 'evaluated' as const,
      readiness,
      slotsFree,
    })),
  ),
  approved: [
    { type: 'approved', approval: makeApproval() },
    { type: 'approved', approval: makeApproval({ contentHash: hashOf('e') }) },
    { type: 'approved', approval: makeApproval({ userRef: DANA.ref }) },
    { type: 'approved', approval: makeApproval({ expiresAt: START }) },
  ],
  rejected: [
    {
      type: 'rejected',
      approval: makeApproval({
        decision: 'rejected',
        comment: 'Not on a Friday.',
      }),
    },
    {
      type: 'rejected',
      approval: makeApproval({
        decision: 'rejected',
        contentHash: hashOf('e'),
      }),
    },
    {
      type: 'rejected',
      approval: makeApproval({ decision: 'rejected', userRef: DANA.ref }),
    },
    {
      type: 'rejected',
      approval: makeApproval({ decision: 'rejected', expiresAt: START }),
    },
  ],
  'approval-withdrawn': [
    { type: 'approval-withdrawn', userRef: 'user:default/sam' },
  ],
  overridden: [
    { type: 'overridden', override: makeOverride() },
    {
      type: 'overridden',
      override: makeOverride({ contentHash: hashOf('e') }),
    },
    {
      type: 'overridden',
      override: makeOverride({
        target: { kind: 'approval' },
        review: { role: 'engineering-lead', dueAt: '2026-03-05T09:00:00.000Z' },
      }),
    },
  ],
  joined: [
    {
      type: 'joined',
      actor: { kind: 'user', ref: 'user:default/zoe' },
      requesterRefs: ['user:default/zoe'],
    },
    { type: 'joined', actor: DANA, requesterRefs: [DANA.ref] },
  ],
  'plan-changed': [hashOf('c'), hashOf('d')].map(contentHash => ({
    type: 'plan-changed' as const,
    contentHash,
    fieldWrites: [],
    applications: [],
    changes: ['the tag in canary was 2.3.0 and is 2.3.1'],
  })),
  'plan-failed': [
    {
      type: 'plan-failed',
      code: 'configuration',
      message: 'The branch is not allowed.',
    },
    {
      type: 'plan-failed',
      code: 'already-there',
      message: 'canary already holds 2.4.0.',
    },
  ],
  'cancel-requested': [
    {
      type: 'cancel-requested',
      actor: DANA,
      reason: 'Wrong one.',
      canRollBack: true,
    },
    { type: 'cancel-requested', actor: DANA, reason: 'Wrong one.' },
  ],
  superseded: [
    { type: 'superseded', byPromotionId: 'promotion-2', version: '2.5.0' },
  ],
  prepared: [{ type: 'prepared', change: makeChange() }],
  'nothing-to-change': [{ type: 'nothing-to-change', commit: 'b'.repeat(40) }],
  'change-conflicts': [{ type: 'change-conflicts', fields: ['newTag'] }],
  'change-refused': [
    { type: 'change-refused', message: 'A rule forbids the push.' },
  ],
  published: [{ type: 'published', commit: 'c'.repeat(40) }],
  'publish-raced': [{ type: 'publish-raced', message: 'main moved.' }],
  'pull-request-opened': [
    {
      type: 'pull-request-opened',
      number: 7,
      url: 'https://github.example/acme/gitops/pull/7',
    },
  ],
  merged: [{ type: 'merged', commit: 'c'.repeat(40), by: 'mona' }],
  'pull-request-closed': [{ type: 'pull-request-closed', by: 'mona' }],
  observed: [
    ...observations.map(observation => ({
      type: 'observed' as const,
      observation,
    })),
    {
      type: 'observed',
      observation: makeObservation({
        status: 'superseded',
        images: ['registry.example/acme/checkout:9'],
      }),
    },
  ],
  validated: (['running', 'passed', 'failed', 'errored'] as const).map(
    status => ({
      type: 'validated' as const,
      results: [makeValidation({ status })],
    }),
  ),
  'attempt-failed': [true, false].map(final => ({
    type: 'attempt-failed' as const,
    message: 'GitHub answered 500.',
    final,
  })),
  'source-unreachable': [
    {
      type: 'source-unreachable',
      source: 'repository',
      message: 'GitHub is away.',
    },
  ],
  'source-answered': [{ type: 'source-answered' }],
  'rollback-requested': [
    { type: 'rollback-requested', actor: DANA, reason: 'Customers complain.' },
  ],
  decided: (['rollback', 'leave'] as const).map(choice => ({
    type: 'decided' as const,
    actor: DANA,
    choice,
    reason: 'We know enough.',
  })),
  'deadline-passed': [{ type: 'deadline-passed' }],
};

/** All of them in one list. */
export const allEvents: readonly TransitionEvent[] = Object.values(eventsByType)
  .flat()
  .map(allowedWhenRecorded);
