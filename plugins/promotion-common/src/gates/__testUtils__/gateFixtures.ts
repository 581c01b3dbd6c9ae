// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../../model/EnvironmentState';
import type {
  Evidence,
  EvidenceFacts,
  EvidenceSubject,
} from '../../model/Evidence';
import type { GateResult } from '../../model/Gate';
import { plusMs } from '../../model/moment';
import { makeRelease } from '../../model/releaseId';
import type { Timestamp } from '../../model/scalars';
import { gateRulesSchema } from '../../rules/gateRules';
import { pathRulesSchema } from '../../rules/PromotionRules';
import { evaluateGates } from '../evaluateGates';
import type { GateFacts } from '../look';

export const NOW: Timestamp = '2026-05-20T12:00:00.000Z';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const componentRef = 'component:default/checkout';
export const commit = '0123456789abcdef0123456789abcdef01234567';

/** So long before NOW. */
export function ago(ms: number): Timestamp {
  return plusMs(NOW, -ms);
}

export const release = makeRelease({
  componentRef,
  version: '3.8.0',
  commit,
  images: [
    { name: 'acme/checkout', tag: '3.8.0', digest: `sha256:${'a'.repeat(64)}` },
  ],
});

export const otherRelease = makeRelease({
  componentRef,
  version: '3.7.0',
  commit: 'f'.repeat(40),
  images: [
    { name: 'acme/checkout', tag: '3.7.0', digest: `sha256:${'b'.repeat(64)}` },
  ],
});

/** An environment in which the release is live and healthy for three days. */
export function makeState(
  overrides: Partial<EnvironmentState> = {},
): EnvironmentState {
  const since = ago(3 * DAY);
  return {
    componentRef,
    environment: 'staging',
    desired: release,
    live: release,
    since,
    changedAt: since,
    healthySince: since,
    sync: 'synced',
    health: 'healthy',
    history: [
      {
        releaseId: release.releaseId,
        version: '3.8.0',
        since,
        succeeded: true,
      },
    ],
    observedAt: NOW,
    problems: [],
    ...overrides,
  };
}

/** The state after the release was replaced an hour ago, having been live for `liveMs` before. */
export function makeMovedOn(liveMs: number): EnvironmentState {
  const until = ago(HOUR);
  const since = plusMs(until, -liveMs);
  return makeState({
    live: otherRelease,
    desired: otherRelease,
    since: until,
    history: [
      {
        releaseId: otherRelease.releaseId,
        version: '3.7.0',
        since: until,
        succeeded: true,
      },
      {
        releaseId: release.releaseId,
        version: '3.8.0',
        since,
        until,
        succeeded: true,
      },
    ],
  });
}

let counter = 0;

/** A record about the release, or with `environment` about that place, five minutes old. */
export function makeEvidence(
  facts: EvidenceFacts,
  overrides: Partial<Omit<Evidence, 'subject'>> & {
    environment?: string;
    subject?: EvidenceSubject;
  } = {},
): Evidence {
  const { environment, subject, ...rest } = overrides;
  counter += 1;
  const observedAt = rest.observedAt ?? ago(5 * MINUTE);
  return {
    evidenceId: `evidence-${String(counter).padStart(6, '0')}`,
    kind: facts.kind,
    subject:
      subject ??
      (environment === undefined
        ? { type: 'release', componentRef, releaseId: release.releaseId }
        : { type: 'environment', componentRef, environment }),
    facts,
    producer: 'ci',
    tier: 'ci',
    observedAt,
    receivedAt: observedAt,
    ...rest,
  };
}

/** Facts in which the release moves from staging to canary. */
export function makeFacts(overrides: Partial<GateFacts> = {}): GateFacts {
  return {
    componentRef,
    from: 'staging',
    to: 'canary',
    release,
    source: makeState(),
    target: makeState({ environment: 'canary', live: otherRelease }),
    evidence: [],
    requesterRefs: ['user:default/olivia'],
    tags: {
      environments: ['dev', 'staging', 'canary', 'production'],
      mutableTags: [],
    },
    ...overrides,
  };
}

/** The verdict of one gate, its rule written as in a rules document. */
export function judgeOne(
  rule: Record<string, unknown>,
  facts: Partial<GateFacts> = {},
  now: Timestamp = NOW,
): GateResult {
  const gate = gateRulesSchema.parse(rule);
  const path = {
    ...pathRulesSchema.parse({ from: 'staging', to: 'canary' }),
    gates: [gate],
  };
  const [result] = evaluateGates(path, makeFacts(facts), now);
  if (!result) throw new Error('a path with one gate has one result');
  return result;
}
