// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Observation,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import type { ActualStateSource } from '../ActualStateSource';
import type { ObserveRequest } from '../Deployer';
import type { DeploymentObserver } from '../extensionPoints';

/** What the suite needs of an adapter and the world behind it: one environment, with one live and healthy image. */
export interface DeploymentsHarness {
  readonly deployments: ActualStateSource & DeploymentObserver;
  readonly target: ResolvedEnvironment;
  /** The image's name, the tag live at first, one that becomes healthy and one that does not. */
  readonly image: {
    readonly name: string;
    readonly liveTag: string;
    readonly healthyTag: string;
    readonly unhealthyTag: string;
  };
  /** Writes the tag to the environment's manifest; answers the commit. */
  write(tag: string): Promise<string>;
  /** A commit to the branch that touches nothing of the environment. */
  writeElsewhere(): Promise<string>;
  /** Lets time pass, for adapter and world alike. */
  advance(ms: number): Promise<void>;
  now(): string;
  goDown(): Promise<void>;
  stop(): Promise<void>;
}

/** Looks until the status is one of those wanted, as a worker would; bounded. */
async function observeUntil(
  harness: DeploymentsHarness,
  request: ObserveRequest,
  wanted: readonly Observation['status'][],
): Promise<{ readonly last: Observation; readonly seen: readonly string[] }> {
  const context = { signal: new AbortController().signal };
  const seen: string[] = [];
  let previous: Observation | undefined;
  for (let look = 0; look < 200; look++) {
    const { observation, retryAfterMs } = await harness.deployments.observe(
      { ...request, previous },
      context,
    );
    previous = observation;
    seen.push(observation.status);
    if (wanted.includes(observation.status)) {
      return { last: observation, seen };
    }
    expect(retryAfterMs).toBeGreaterThan(0);
    await harness.advance(Math.min(retryAfterMs, 5_000));
  }
  throw new Error(
    `never became ${wanted.join(' or ')}; the last look said: ${
      previous?.status
    }, ${previous?.message}`,
  );
}

/** The behavior every deployment adapter must show. Call it in a test file, with a factory of fresh harnesses. */
export function deploymentsContract(
  title: string,
  createHarness: () => Promise<DeploymentsHarness>,
): void {
  describe(`${title} keeps the deployments contract`, () => {
    const context = { signal: new AbortController().signal };
    let harness: DeploymentsHarness;

    beforeEach(async () => {
      harness = await createHarness();
    });
    afterEach(() => harness.stop());

    const request = (commit: string, tag: string): ObserveRequest => ({
      promotionId: 'p-1',
      target: harness.target,
      commit,
      publishedAt: harness.now(),
      images: [{ name: harness.image.name, tag }],
      settleMs: 5_000,
      degradedGraceMs: 5_000,
    });
    const theTarget = () => {
      const [target] = harness.target.targets;
      if (!target) {
        throw new Error('the harness has no target');
      }
      return target;
    };

    it('finds nothing wrong with an application that tracks our file', async () => {
      expect(
        await harness.deployments.inspectApplications(harness.target, context),
      ).toMatchObject({ problems: [] });
    });

    it('reads what is live, and the problem of an application that is not there', async () => {
      const target = theTarget();
      const [live, none] = await harness.deployments.readApplications(
        [
          target,
          { ...target, application: { ...target.application, name: 'nobody' } },
        ],
        context,
      );
      expect(live).toMatchObject({
        sync: 'synced',
        health: 'healthy',
        problems: [],
      });
      expect(live?.images).toEqual([
        expect.objectContaining({
          name: harness.image.name,
          tag: harness.image.liveTag,
        }),
      ]);
      expect(none).toMatchObject({
        health: 'missing',
        problems: [{ kind: 'setup', code: 'application-missing' }],
      });
    });

    it('says the same of an application that deploys another file, whether it is inspected or observed', async () => {
      const target = theTarget();
      const other = {
        ...target,
        manifest: { ...target.manifest, path: 'other/kustomization.yaml' },
      };
      const { problems } = await harness.deployments.inspectApplications(
        { ...harness.target, targets: [other] },
        context,
      );
      expect(problems).toMatchObject([
        { code: 'application-tracks-other-source' },
      ]);
      const [state] = await harness.deployments.readApplications(
        [other],
        context,
      );
      expect(state).toMatchObject({ health: 'unknown', images: [] });
      expect(state?.problems).toEqual(
        problems.map(problem => ({ kind: 'setup', ...problem })),
      );
    });

    it('waits for a new image and says live once it is healthy and settled', async () => {
      const commit = await harness.write(harness.image.healthyTag);
      const { last, seen } = await observeUntil(
        harness,
        request(commit, harness.image.healthyTag),
        ['live', 'failed', 'superseded'],
      );
      expect(last.status).toBe('live');
      expect(seen[0]).toBe('waiting');
      expect(last.images.join()).toContain(harness.image.healthyTag);
    });

    it('says live when the synced revision is a later commit that left our image alone', async () => {
      const commit = await harness.write(harness.image.healthyTag);
      await harness.writeElsewhere();
      const { last } = await observeUntil(
        harness,
        request(commit, harness.image.healthyTag),
        ['live', 'failed', 'superseded'],
      );
      expect(last.status).toBe('live');
    });

    it('says failed when the new image stays degraded', async () => {
      const commit = await harness.write(harness.image.unhealthyTag);
      const { last } = await observeUntil(
        harness,
        request(commit, harness.image.unhealthyTag),
        ['live', 'failed', 'superseded'],
      );
      expect(last.status).toBe('failed');
    });

    it('says superseded when somebody put another image there', async () => {
      const commit = await harness.write(harness.image.unhealthyTag);
      await harness.write(harness.image.healthyTag);
      const { last } = await observeUntil(
        harness,
        request(commit, harness.image.unhealthyTag),
        ['live', 'failed', 'superseded'],
      );
      expect(last.status).toBe('superseded');
    });

    it('rejects as unreachable while nothing answers', async () => {
      await harness.goDown();
      await expect(
        harness.deployments.readApplications([theTarget()], context),
      ).rejects.toMatchObject({
        name: 'SourceUnreachableError',
      });
      await expect(
        harness.deployments.observe(
          request('0'.repeat(40), harness.image.liveTag),
          context,
        ),
      ).rejects.toMatchObject({ name: 'SourceUnreachableError' });
    });
  });
}
