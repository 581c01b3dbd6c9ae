// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { decideSync } from './decideSync';
import {
  at,
  COMMIT,
  LATER_COMMIT,
  makeApplication,
  makeReading,
  makeRequest,
  OLD_COMMIT,
  ownOperation,
} from './__testUtils__/makeReading';
import type { ApplicationReading } from './ApplicationReading';

const outOfSync = {
  sync: { status: 'OutOfSync', revision: COMMIT },
  operationState: undefined,
};
const automated = (prune: boolean, enabled?: boolean) => ({
  spec: {
    project: 'shop',
    source: { repoURL: 'x' },
    syncPolicy: { automated: { prune, enabled } },
  },
});
const reading = (
  status: Record<string, unknown> = {},
  rest: Record<string, unknown> = {},
  overrides: Partial<ApplicationReading> = {},
) =>
  makeReading({
    application: makeApplication({ ...outOfSync, ...status }, rest),
    ...overrides,
  });
const asked = makeRequest({
  previous: {
    status: 'waiting',
    message: '',
    images: [],
    observedAt: at(50),
    syncRequestedAt: at(50),
  },
});

describe('whether a look asks for a sync', () => {
  it.each([
    [
      'asks for our commit when nothing syncs by itself',
      reading(),
      { kind: 'sync', prune: false, revision: COMMIT },
    ],
    [
      'asks without a revision when a later commit is at the head, so as not to undo it',
      reading(
        { sync: { status: 'OutOfSync', revision: LATER_COMMIT } },
        {},
        { revision: LATER_COMMIT },
      ),
      { kind: 'sync', prune: false, revision: undefined },
    ],
    [
      'trap 1: asks without a revision where auto-sync is on and idle, and mirrors its pruning',
      reading({}, automated(true)),
      { kind: 'sync', prune: true },
    ],
    [
      'mirrors that it does not prune',
      reading({}, automated(false)),
      { kind: 'sync', prune: false },
    ],
    [
      'takes auto-sync that is not enabled for off',
      reading({}, automated(true, false)),
      { kind: 'sync', prune: true, revision: COMMIT },
    ],
    [
      'does not when it is in sync',
      reading({ sync: { status: 'Synced', revision: COMMIT } }),
      { kind: 'none' },
    ],
    [
      'does not before Argo CD looked again',
      reading({ reconciledAt: at(-30) }),
      { kind: 'none' },
    ],
    [
      'does not before Argo CD saw our commit',
      reading(
        { sync: { status: 'OutOfSync', revision: OLD_COMMIT } },
        {},
        { revision: OLD_COMMIT, containsCommit: false },
      ),
      { kind: 'none' },
    ],
    [
      'does not while another operation runs',
      reading({}, { operation: { info: [] } }),
      { kind: 'none' },
    ],
    [
      'takes up a running sync of ours whose reply was lost',
      reading(
        { operationState: { phase: 'Running', startedAt: at(12) } },
        { operation: ownOperation },
      ),
      { kind: 'adopt', at: at(12) },
    ],
    [
      'takes up a finished sync of ours whose reply was lost',
      reading({
        operationState: {
          phase: 'Succeeded',
          startedAt: at(12),
          finishedAt: at(20),
          operation: ownOperation,
        },
      }),
      { kind: 'adopt', at: at(12) },
    ],
    [
      'ends the sync of this promotion that stands in the way of going back',
      reading(
        {},
        {
          operation: {
            info: [
              { name: 'promotion-id', value: 'p-1' },
              { name: 'promotion-commit', value: OLD_COMMIT },
            ],
          },
        },
      ),
      { kind: 'terminate' },
    ],
    [
      'never ends the sync of another promotion',
      reading(
        {},
        { operation: { info: [{ name: 'promotion-id', value: 'p-2' }] } },
      ),
      { kind: 'none' },
    ],
  ])('%s', (_title, one, decision) => {
    expect(decideSync(one, makeRequest())).toEqual(decision);
  });

  it('gives auto-sync a quarter of a minute to start by itself', () => {
    const soon = makeRequest({ now: new Date(at(14)) });
    expect(
      decideSync(reading({ reconciledAt: at(5) }, automated(true)), soon),
    ).toEqual({ kind: 'none' });
  });

  it('asks at most once for a commit', () => {
    expect(decideSync(reading(), asked)).toEqual({ kind: 'none' });
  });
});
