// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentState,
  Release,
} from 'backstage-plugin-promotion-common';
import {
  makeEnvironmentState,
  makeRelease,
} from 'backstage-plugin-promotion-common/testing';
import type { ActualLook, DesiredLook } from './Look';
import { nextState } from './nextState';

const componentRef = 'component:default/checkout';
const release = makeRelease();
const at = (minute: number) =>
  new Date(Date.parse('2026-03-02T09:00:00Z') + minute * 60_000).toISOString();

const look = (
  health: Extract<ActualLook, { kind: 'seen' }>['health'],
  rest: Partial<Extract<ActualLook, { kind: 'seen' }>> = {},
): ActualLook => ({
  kind: 'seen',
  sync: 'synced',
  health,
  live: release,
  intervals: [],
  releases: [],
  problems: [],
  ...rest,
});

/** The state after these looks, one a minute. */
function after(...looks: readonly ActualLook[]): EnvironmentState {
  const start = makeEnvironmentState({ live: release, stableSince: at(0) });
  return looks.reduce<EnvironmentState>(
    (previous, actual, index) =>
      nextState(
        {
          componentRef,
          environment: 'staging',
          previous,
          now: at(index + 1),
        },
        { kind: 'unchanged' },
        actual,
      ),
    start,
  );
}

describe('how long an environment is stable', () => {
  it('does not begin anew while an autoscaler makes it progress', () => {
    const state = after(
      look('progressing'),
      look('healthy', { healthySince: at(2) }),
      look('progressing'),
      look('suspended'),
    );
    expect(state.stableSince).toBe(at(0));
    expect(state.history[0]?.stableSince).toBe(at(0));
  });

  it.each(['degraded', 'missing'] as const)(
    'begins anew once it is healthy after it was %s',
    health => {
      expect(after(look(health)).stableSince).toBeUndefined();
      const state = after(
        look(health, health === 'missing' ? { live: release } : {}),
        look('progressing'),
        look('healthy', { healthySince: at(3) }),
      );
      expect(state.stableSince).toBe(at(3));
    },
  );

  it('begins with the first time a new release is healthy', () => {
    const next = makeRelease({ version: '2.5.0' });
    const state = after(
      look('healthy'),
      look('progressing', { live: next }),
      look('healthy', { live: next, healthySince: at(3) }),
    );
    expect(state.stableSince).toBe(at(3));
    expect(state.history).toMatchObject([
      { version: '2.5.0', stableSince: at(3) },
      { version: '2.4.0', until: at(2), stableSince: at(0) },
    ]);
  });

  it('is kept as it was when the application cannot be read', () => {
    const state = after({ kind: 'away', message: 'Argo CD is unreachable.' });
    expect(state.stableSince).toBe(at(0));
  });
});

describe('a tag that was pushed again', () => {
  const reporting = (digest: string): Release => ({
    ...release,
    observedDigests: [`acme/checkout@${digest}`],
  });

  it('starts a new interval of the same release, and is recorded in what is desired', () => {
    const state = after(
      look('healthy', { live: reporting('sha256:1') }),
      look('healthy', { live: reporting('sha256:2'), healthySince: at(0) }),
    );
    expect(state.history).toMatchObject([
      { releaseId: release.releaseId, since: at(2) },
      { releaseId: release.releaseId, until: at(2) },
    ]);
    expect(state.since).toBe(at(2));
    expect(state.changedAt).toBe(at(2));
    expect(state.desired?.observedDigests).toEqual(['acme/checkout@sha256:2']);
  });

  it('is none while Pods report what they did, or say nothing', () => {
    const state = after(
      look('healthy', { live: reporting('sha256:1') }),
      look('healthy'),
      look('healthy', { live: reporting('sha256:1') }),
    );
    expect(state.history).toHaveLength(1);
  });
});

describe('what is wrong', () => {
  const tracksOther = {
    kind: 'setup',
    code: 'application-tracks-other-source',
    message: 'It deploys another folder.',
  } as const;
  const argocdAway: ActualLook = { kind: 'away', message: 'No password.' };
  const next = (
    minute: number,
    previous: EnvironmentState | undefined,
    [desired, actual]: readonly [DesiredLook, ActualLook],
  ) =>
    nextState(
      { componentRef, environment: 'staging', previous, now: at(minute) },
      desired,
      actual,
    );

  it('is told of each source by itself, each since it began', () => {
    const first = next(1, undefined, [{ kind: 'unchanged' }, argocdAway]);
    const second = next(2, first, [
      { kind: 'away', message: 'GitHub is away.' },
      argocdAway,
    ]);
    expect(second.problems).toMatchObject([
      { source: 'repository', message: 'GitHub is away.', since: at(2) },
      { source: 'application', message: 'No password.', since: at(1) },
    ]);
    const third = next(3, second, [{ kind: 'unchanged' }, look('healthy')]);
    expect(third.problems).toEqual([]);
  });

  it('keeps a manifest that cannot be used until another is read, beside the setup of the application', () => {
    const first = next(1, undefined, [
      { kind: 'unusable', message: 'It names no image.' },
      look('healthy'),
    ]);
    const second = next(2, first, [
      { kind: 'unchanged' },
      look('unknown', { problems: [tracksOther] }),
    ]);
    expect(second.problems).toMatchObject([
      { source: 'repository', kind: 'setup', since: at(1) },
      { source: 'application', ...tracksOther, since: at(2) },
    ]);
  });
});
