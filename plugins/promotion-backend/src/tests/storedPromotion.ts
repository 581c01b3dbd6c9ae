// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { Promotion } from 'backstage-plugin-promotion-common';
import type {
  Effect,
  TransitionEvent,
  TransitionRecord,
} from 'backstage-plugin-promotion-common/lifecycle';
import {
  contentHash,
  makeRelease,
} from 'backstage-plugin-promotion-common/model';
import type { TransitionCommit } from '../store/TransitionCommit';

/** The moment the store's tests begin at. */
export const START = '2026-09-01T12:00:00.000Z';

/** A moment so many seconds after the start. */
export function afterStart(seconds: number): string {
  return new Date(Date.parse(START) + seconds * 1000).toISOString();
}

const system = { kind: 'system', ref: 'system' } as const;

/** A promotion as a store keeps it. A store decides nothing, so that it need not be a likely one. */
export function storedPromotion(overrides: Partial<Promotion> = {}): Promotion {
  const componentRef = overrides.componentRef ?? 'component:default/checkout';
  const environment = (name: string) => ({
    componentRef,
    environment: name,
    title: name,
    labels: {},
    images: [],
    targets: [],
  });
  return {
    promotionId: randomUUID(),
    version: 1,
    kind: 'promotion',
    componentRef,
    from: 'dev',
    to: 'staging',
    release: makeRelease({
      componentRef,
      images: [{ name: 'registry.example/checkout', tag: randomUUID() }],
    }),
    rulesName: 'default',
    rulesRevision: contentHash('rules'),
    pathHash: contentHash('path'),
    contentHash: contentHash('content'),
    fieldWrites: [],
    applications: [],
    requestedBy: { kind: 'user', ref: 'user:default/alice' },
    requesterRefs: ['user:default/alice'],
    requestedAt: START,
    whenBlocked: 'refuse',
    state: 'queued',
    stateSince: START,
    targetState: 'untouched',
    progress: { validations: [] },
    terms: {
      path: {
        from: 'dev',
        to: 'staging',
        gates: [],
        approvals: {
          slots: [],
          allowRequester: false,
          distinct: 'across-roles',
          expireAfter: 1,
          timeout: 1,
        },
        windows: [],
        autoPromote: false,
        validations: [],
        rollback: {
          onFailure: 'automatic',
          requires: { roles: [] },
          decisionTimeout: 1,
        },
        deploymentTimeout: 1,
        degradedGrace: 1,
      },
      source: environment('dev'),
      target: environment('staging'),
      outageMaxMs: 1,
    },
    ...overrides,
  };
}

/** The commit that creates a promotion. */
export function creationOf(
  promotion: Promotion,
  more: Partial<TransitionCommit> = {},
): TransitionCommit {
  return {
    promotion,
    record: recordOf(promotion, promotion.state),
    effects: [],
    now: promotion.requestedAt,
    ...more,
  };
}

/** The commit that moves a promotion on by one version. */
export function stepOf(
  promotion: Promotion,
  change: Partial<Promotion>,
  more: Partial<Omit<TransitionCommit, 'effects'>> & {
    readonly effects?: readonly Effect[];
  } = {},
): TransitionCommit {
  const moved = { ...promotion, ...change, version: promotion.version + 1 };
  return {
    promotion: moved,
    record: recordOf(moved, promotion.state),
    effects: [],
    now: START,
    ...more,
  };
}

function recordOf(
  promotion: Promotion,
  from: Promotion['state'],
): TransitionRecord {
  const event: TransitionEvent = { type: 'source-answered' };
  return {
    promotionId: promotion.promotionId,
    sequence: promotion.version,
    at: START,
    actor: system,
    from,
    to: promotion.state,
    event,
    message: `Moved to ${promotion.state}.`,
  };
}
