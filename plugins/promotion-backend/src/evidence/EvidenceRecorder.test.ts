// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentState,
  Evidence,
} from 'backstage-plugin-promotion-common';
import { parseRules } from 'backstage-plugin-promotion-common/rules';
import {
  makeEnvironmentState,
  makeRelease,
  makeSnapshot,
} from 'backstage-plugin-promotion-common/testing';
import type { Caller } from '../Caller';
import { recordEvidence } from '../commands/recordEvidence';
import { EvidenceRecorder, type EvidenceReport } from './EvidenceRecorder';

const NOW = '2026-03-02T09:00:00.000Z';
const componentRef = 'component:default/checkout';
const release = makeRelease();
const older = makeRelease({ version: '2.3.0' });

const RULES = `
apiVersion: promotion/v1
kind: PromotionRules
metadata: { name: default }
environments:
  staging: &place
    repository: a/b
    targets: [{ manifest: { path: 'a/{environment}' }, application: { name: 'a-{environment}' } }]
  canary: *place
paths:
  - from: staging
    to: canary
    gates:
      - { kind: alerts }
      - { kind: vulnerabilities, maxCritical: 0, maxHigh: 0 }
`;
const parsed = parseRules(RULES);
if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
const { rules } = parsed;

const ci: Caller = {
  actor: { kind: 'service', ref: 'external:ci' },
  requesterRefs: ['external:ci'],
};

/** A recorder beside a staging in which 2.3.0 was replaced by 2.4.0 an hour ago. */
function setUp() {
  const recorded: Evidence[] = [];
  const gatherings: string[] = [];
  const since = '2026-03-02T08:00:00.000Z';
  const staging: EnvironmentState = makeEnvironmentState({
    live: release,
    desired: release,
    since,
    history: [
      {
        releaseId: release.releaseId,
        version: '2.4.0',
        since,
        succeeded: true,
      },
      {
        releaseId: older.releaseId,
        version: '2.3.0',
        since: '2026-03-01T08:00:00.000Z',
        until: since,
        succeeded: true,
      },
    ],
    observedAt: NOW,
  });
  const evidence = new EvidenceRecorder({
    scope: {
      get: async () => ({
        entity: { kind: 'Component', metadata: { name: 'checkout' } },
        rules: { rules },
      }),
    } as never,
    evidence: {
      record: async sent => {
        recorded.push(...sent);
      },
      forComponent: async () => [],
      list: async () => [],
      saveRelease: async () => {},
      releases: async () => [],
    },
    producers: [
      {
        subject: 'external:ci',
        kinds: ['alerts', 'vulnerabilities', 'error-budget'],
        components: {},
      } as never,
    ],
    clock: { now: async () => NOW },
    onRecorded: async () => {},
  });
  const ports = {
    recorder: evidence,
    facts: {
      gather: async (ref: string) => {
        gatherings.push(ref);
        return makeSnapshot(RULES, { states: [staging], now: NOW });
      },
    },
    releases: { releases: async () => [] },
  };
  const recorder = {
    record: (report: EvidenceReport, caller: Caller) =>
      recordEvidence(report, caller, ports),
  };
  return { recorder, recorded, gatherings };
}

const alerts = (observedAt: string): EvidenceReport => ({
  subject: { type: 'environment', componentRef, environment: 'staging' },
  facts: { kind: 'alerts', critical: [] },
  observedAt,
});

describe('EvidenceRecorder', () => {
  it.each([
    ['now', '2026-03-02T08:59:00.000Z', release.releaseId],
    ['then', '2026-03-02T07:59:00.000Z', older.releaseId],
    ['before anything was known', '2026-02-01T00:00:00.000Z', undefined],
  ])(
    'records what was observed in an environment as of the release that was live there %s',
    async (_, observedAt, releaseId) => {
      const { recorder, recorded } = setUp();
      await recorder.record(alerts(observedAt), ci);
      expect(recorded[0]?.subject.releaseId).toBe(releaseId);
    },
  );

  it('leaves what belongs to the environment itself to no release', async () => {
    const { recorder, recorded } = setUp();
    await recorder.record(
      {
        ...alerts(NOW),
        facts: {
          kind: 'error-budget',
          consumed: '1',
          objective: '99',
          requests: '1000',
          windowMs: 1,
        },
      },
      ci,
    );
    expect(recorded[0]?.subject.releaseId).toBeUndefined();
  });

  it('takes nothing for newer than it was received', async () => {
    const { recorder, recorded } = setUp();
    await recorder.record(alerts('2026-03-02T09:04:00.000Z'), ci);
    expect(recorded[0]).toMatchObject({ observedAt: NOW, receivedAt: NOW });
    await expect(
      recorder.record(alerts('2026-03-02T09:06:00.000Z'), ci),
    ).rejects.toThrow(/five minutes ahead/);
  });

  it('keeps the part, and says what the gate says now, from one gathering', async () => {
    const { recorder, recorded, gatherings } = setUp();
    const answer = await recorder.record(
      {
        subject: {
          type: 'release',
          componentRef,
          releaseId: release.releaseId,
        },
        part: { tool: 'trivy', module: 'cart' },
        facts: {
          kind: 'vulnerabilities',
          scanned: 9,
          critical: 2,
          high: 0,
          medium: 0,
          low: 0,
          unknown: 0,
        },
        observedAt: NOW,
      },
      ci,
    );
    expect(recorded[0]?.part).toEqual({ tool: 'trivy', module: 'cart' });
    expect(answer.gates).toMatchObject([
      { from: 'staging', to: 'canary', gate: { status: 'failed' } },
    ]);
    expect(answer.message).toMatch(
      /Vulnerabilities, staging to canary: failed/,
    );
    expect(gatherings).toEqual([componentRef]);
  });

  it('lets nobody send without end', async () => {
    const { recorder } = setUp();
    const send = () => recorder.record(alerts(NOW), ci);
    for (let sent = 0; sent < 1_000; sent += 1) await send();
    await expect(send()).rejects.toMatchObject({
      name: 'TooManyRequestsError',
      message: expect.stringContaining('external:ci has sent more than'),
    });
  });
});
