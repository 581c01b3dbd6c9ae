// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { evaluateGates } from 'backstage-plugin-promotion-common/gates';
import {
  EVERYWHERE,
  evidenceFactsSchema,
} from 'backstage-plugin-promotion-common/model';
import type { CollectRequest, EvidenceProvider } from '../EvidenceProvider';
import { recordOf } from '../recordOf';

/** What the suite needs of a provider and the world behind it. */
export interface EvidenceProviderHarness {
  readonly provider: EvidenceProvider;
  /**
   * A request whose gates ask for every kind the provider knows, about a release that has been live there long enough for
   * them.
   */
  readonly request: CollectRequest;
  /** The source has data on which every gate of the request passes. */
  haveData(): Promise<void>;
  /** The source answers, and has nothing. */
  haveNothing(): Promise<void>;
  goDown(): Promise<void>;
  stop(): Promise<void>;
}

/** The behavior every evidence provider must show. Call it in a test file, with a factory of fresh harnesses. */
export function evidenceProviderContract(
  title: string,
  createHarness: () => Promise<EvidenceProviderHarness>,
): void {
  describe(`${title} keeps the evidence provider contract`, () => {
    const context = { signal: new AbortController().signal };
    let harness: EvidenceProviderHarness;

    beforeEach(async () => {
      harness = await createHarness();
    });
    afterEach(() => harness.stop());

    const collect = (request = harness.request) =>
      harness.provider.collect(request, context);

    it('answers one observation for each kind that was asked, with facts of that kind', async () => {
      await harness.haveData();
      const collected = await collect();
      expect(collected.map(({ kind }) => kind).sort()).toEqual(
        [...harness.provider.kinds].sort(),
      );
      for (const { kind, facts, problem } of collected) {
        expect(problem).toBeUndefined();
        expect(evidenceFactsSchema.parse(facts)).toMatchObject({ kind });
      }
    });

    /** How the gates of the request judge what the provider answers, as the backend records it. */
    const judge = async () => {
      const { request, provider } = harness;
      const { release, state, gates, now } = request;
      const by = { producer: provider.name, receivedAt: now };
      const collected = await collect();
      return evaluateGates(
        { gates },
        {
          componentRef: request.environment.componentRef,
          from: state.environment,
          to: state.environment,
          release,
          source: state,
          target: state,
          evidence: collected.map(item => recordOf(item, request, by)),
          requesterRefs: [],
          tags: EVERYWHERE,
        },
        now,
      ).map(({ gateId, status }) => ({ gateId, status }));
    };
    const every = (status: string) =>
      harness.request.gates.map(({ name, kind }) => ({
        gateId: name ?? kind,
        status,
      }));

    it('lets the gates it was asked for pass, on data that is good', async () => {
      await harness.haveData();
      expect(await judge()).toEqual(every('passed'));
    });

    it('leaves the gates without data when the source has nothing, and errored when it is away', async () => {
      await harness.haveNothing();
      expect(await judge()).toEqual(every('no-data'));
      await harness.goDown();
      expect(await judge()).toEqual(every('errored'));
    });

    it('answers the same when asked again', async () => {
      await harness.haveData();
      expect(await collect()).toEqual(await collect());
    });

    it('answers nothing when no gate asks for its kinds', async () => {
      await harness.haveData();
      expect(await collect({ ...harness.request, gates: [] })).toEqual([]);
    });

    it('says no-data, never a figure, when the source has nothing', async () => {
      await harness.haveNothing();
      const collected = await collect();
      expect(collected).not.toHaveLength(0);
      for (const { facts, problem } of collected) {
        expect(facts).toBeUndefined();
        expect(problem?.code).toBe('no-data');
      }
    });

    it('says errored, never no-data, when the source is away', async () => {
      await harness.haveData();
      await harness.goDown();
      const collected = await collect();
      expect(collected).not.toHaveLength(0);
      for (const { facts, problem } of collected) {
        expect(facts).toBeUndefined();
        expect(problem?.code).toBe('errored');
      }
    });
  });
}
