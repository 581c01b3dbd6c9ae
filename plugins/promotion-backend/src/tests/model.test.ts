// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import type { Promotion } from 'backstage-plugin-promotion-common';
import {
  holdsSlots,
  isTerminal,
  replay,
} from 'backstage-plugin-promotion-common/lifecycle';
import { CHECKOUT, person, PromotionTestHarness } from './PromotionTestHarness';

/**
 * What must be true, told by much less than the real thing keeps: which versions were measured well enough, who agreed to
 * what, and nothing of states, slots, leases or commits.
 */
interface Model {
  readonly coverage: Map<string, number>;
  readonly agreed: Map<string, Set<string>>;
  released: number;
}

type Real = PromotionTestHarness;
type Command = fc.AsyncCommand<Model, Real>;

const PEOPLE = {
  sam: 'user:default/sam',
  sofia: 'user:default/sofia',
  quinn: 'user:default/quinn',
  dana: 'user:default/dana',
} as const;

/** Refusals are answers; anything else that is thrown is a fault. */
const REFUSALS = [
  'RefusedError',
  'StaleViewError',
  'NotAllowedError',
  'InputError',
  'NotFoundError',
  'SourceUnreachableError',
];

function command(
  name: string,
  act: (model: Model, real: Real) => Promise<void>,
): Command {
  return {
    check: () => true,
    toString: () => name,
    run: async (model, real) => {
      try {
        await act(model, real);
      } catch (error) {
        if (!(error instanceof Error) || !REFUSALS.includes(error.name)) {
          throw error;
        }
      }
      await expectInvariants(model, real);
    },
  };
}

async function allPromotions(real: Real): Promise<readonly Promotion[]> {
  return (await real.stores.promotions.list({}, { limit: 1000 })).items;
}

async function newest(real: Real, open: boolean) {
  const { items } = await real.stores.promotions.list({ open }, { limit: 1 });
  return items[0];
}

async function expectInvariants(model: Model, real: Real): Promise<void> {
  const promotions = await allPromotions(real);
  for (const promotion of promotions) {
    await expectSound(promotion, real);
    if (hasPublished(promotion)) expectEntitled(promotion, model);
  }
  const holders = promotions.filter(({ state }) => holdsSlots(state));
  for (const environment of ['staging', 'production']) {
    const here = holders.filter(({ to }) => to === environment);
    expect(here.length).toBeLessThanOrEqual(1);
    const key = `env:${CHECKOUT}/${environment}`;
    expect(await real.stores.claims.slotsHeldByOthers([key], 'nobody')).toEqual(
      here.map(({ promotionId }) => ({ key, promotionId })),
    );
  }
  const releases = promotions
    .filter(({ state, kind }) => !isTerminal(state) && kind === 'promotion')
    .map(({ to, release }) => `${to} ${release.releaseId}`);
  expect(new Set(releases).size).toBe(releases.length);
}

async function expectSound(promotion: Promotion, real: Real): Promise<void> {
  const { promotionId, version, state, targetState, progress } = promotion;
  const { records, verdict } = await real.stores.promotions.chain(promotionId);
  expect(verdict).toMatchObject({ kind: 'intact', length: version });
  expect(replay(records)).toEqual({ ok: true, promotion });
  const commits = real.commitsOf(promotionId);
  expect(commits).toBeLessThanOrEqual(progress.revert ? 2 : 1);
  if (isTerminal(state) && targetState === 'untouched') {
    expect(commits).toBe(0);
  }
  if (state === 'succeeded') expect(commits).toBe(1);
}

function hasPublished({ kind, progress }: Promotion): boolean {
  return kind === 'promotion' && progress.deployment?.publishedAt !== undefined;
}

/** The guide's promise: nothing is published that was not measured well enough, or that people did not agree to. */
function expectEntitled(promotion: Promotion, { coverage, agreed }: Model) {
  const { to, release, promotionId } = promotion;
  const least = to === 'production' ? 80 : 70;
  expect(coverage.get(release.version) ?? 0).toBeGreaterThanOrEqual(least);
  if (to !== 'production') return;
  const people = agreed.get(promotionId) ?? new Set();
  expect(people.has(PEOPLE.quinn)).toBe(true);
  expect(people.has(PEOPLE.sam) || people.has(PEOPLE.sofia)).toBe(true);
}

const person$ = fc.constantFrom(...Object.values(PEOPLE));

const commands = [
  fc.tuple(fc.boolean(), fc.boolean(), person$).map(([far, wait, by]) =>
    command(
      `request(${far ? 'production' : 'staging'}, ${by})`,
      async (_, real) => {
        const path = far ? { from: 'staging', to: 'production' } : {};
        await real.request(
          { ...path, whenBlocked: wait ? 'wait' : 'refuse' },
          by,
        );
      },
    ),
  ),
  fc.tuple(person$, fc.boolean()).map(([by, yes]) =>
    command(`${yes ? 'approve' : 'reject'}(${by})`, async (model, real) => {
      const promotion = await newest(real, true);
      if (!promotion) return;
      const { promotionId, requesterRefs } = promotion;
      await real.approve(promotionId, by, yes ? 'approved' : 'rejected');
      if (!yes || requesterRefs.includes(by)) return;
      const people = model.agreed.get(promotionId) ?? new Set();
      model.agreed.set(promotionId, people.add(by));
    }),
  ),
  person$.map(by =>
    command(`withdraw(${by})`, async (model, real) => {
      const promotion = await newest(real, true);
      if (!promotion) return;
      const { promotionId } = promotion;
      await real.service.withdrawApproval({ promotionId }, person(by));
      model.agreed.get(promotionId)?.delete(by);
    }),
  ),
  person$.map(by =>
    command(`cancel(${by})`, async (_, real) => {
      const promotion = await newest(real, true);
      if (!promotion) return;
      const { promotionId } = promotion;
      await real.service.cancel({ promotionId, reason: 'No.' }, person(by));
    }),
  ),
  person$.map(by =>
    command(`rollback(${by})`, async (_, real) => {
      const promotion =
        (await newest(real, true)) ?? (await newest(real, false));
      if (!promotion) return;
      const { promotionId } = promotion;
      await real.service.rollback({ promotionId, reason: 'No.' }, person(by));
    }),
  ),
  fc.constant(
    command('retry', async (model, real) => {
      const ended = await newest(real, false);
      if (!ended) return;
      const { promotionId } = await real.service.retry(
        { promotionId: ended.promotionId },
        person(PEOPLE.dana),
      );
      // Agreement to the same content comes along, unless it answered with one that was on its way already.
      const carried = model.agreed.get(ended.promotionId);
      const { retryOf } = await real.promotion(promotionId);
      if (carried && retryOf === ended.promotionId) {
        model.agreed.set(promotionId, new Set(carried));
      }
    }),
  ),
  fc.constantFrom(60, 75, 90).map(percent =>
    command(`deliverCoverage(${percent})`, async (model, real) => {
      await real.deliverCoverage(percent);
      const version = real.versionIn('dev')!;
      const best = Math.max(model.coverage.get(version) ?? 0, percent);
      model.coverage.set(version, best);
    }),
  ),
  fc.constant(
    command('releaseToDev', async (model, real) => {
      model.released += 1;
      real.release(`2.5.${model.released}`);
    }),
  ),
  fc.tuple(fc.nat(30), fc.constantFrom(1_000, 10_000, 120_000)).map(([n, ms]) =>
    command(`work(${n} × ${ms} ms)`, async (_, real) => {
      for (let round = 0; round <= n; round++) {
        await real.tick();
        real.advanceClock(ms);
      }
    }),
  ),
  fc.constantFrom('prepared', 'published', 'evaluated', 'observed').map(event =>
    command(`crash(${event})`, async (_, real) => {
      real.crashAt({ event: event as 'prepared', when: 'before' });
      for (let round = 0; round < 20 && !real.hasCrashed(); round++) {
        await real.tick().catch(() => 0);
        real.advanceClock(2_000);
      }
      real.restart();
    }),
  ),
  fc.boolean().map(down =>
    command(down ? 'outage' : 'outage over', async (_, real) => {
      real.repository.down = down;
      real.deployments.down = down;
    }),
  ),
  fc
    .tuple(fc.constantFrom('2.4.0', '2.5.1', '2.3.0'), fc.boolean())
    .map(([version, ill]) =>
      command(`${ill ? 'ill' : 'well'}(${version})`, async (_, real) => {
        if (ill) real.deployments.setUnhealthy(version);
        else real.deployments.setHealthy(version);
      }),
    ),
  fc.constant(
    command('somebody pushes', async (_, real) => {
      real.repository.competingPush('notes.md', real.clock.timestamp);
    }),
  ),
];

/** What happens most days, so that sequences get far enough for the rest to matter. */
const often = [
  ...Array.from({ length: 4 }, () =>
    fc.constantFrom(5_000, 20_000).map(ms =>
      command(`work(20 × ${ms} ms)`, async (_, real) => {
        for (let round = 0; round < 20; round++) {
          await real.tick();
          real.advanceClock(ms);
        }
      }),
    ),
  ),
  ...Array.from({ length: 3 }, () =>
    fc.constant(
      command('request(staging, dana)', async (_, real) => {
        await real.request({}, PEOPLE.dana);
      }),
    ),
  ),
  fc.constant(
    command('request and agree(production)', async (model, real) => {
      const path = { from: 'staging', to: 'production' };
      const promotionId = await real.request(path, PEOPLE.dana);
      for (const by of [PEOPLE.sam, PEOPLE.quinn]) {
        await real.approve(promotionId, by);
        const people = model.agreed.get(promotionId) ?? new Set();
        model.agreed.set(promotionId, people.add(by));
      }
    }),
  ),
];

it('Whatever people, machines and outages do, nothing is published that was not entitled to be, and the records say why', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands([...commands, ...often], { maxCommands: 40, size: 'max' }),
      async sequence => {
        const real = new PromotionTestHarness({ stepMs: 10_000 });
        const model: Model = {
          coverage: new Map(),
          agreed: new Map(),
          released: 0,
        };
        await real.deliverCoverage(90, 'dev');
        await real.deliverCoverage(90, 'staging');
        model.coverage.set('2.4.0', 90).set('2.3.0', 90);
        await fc.asyncModelRun(() => ({ model, real }), sequence);
        await expectEnd(real);
      },
    ),
    { numRuns: Number(process.env.MODEL_RUNS ?? 30) },
  );
});

/** Every promotion ends: by itself once sources answer again, else by its deadline. */
async function expectEnd(real: Real): Promise<void> {
  real.repository.down = false;
  real.deployments.down = false;
  for (let round = 0; round < 400; round++) {
    await real.tick();
    real.advanceClock(round < 100 ? 10_000 : 6 * 3_600_000);
    const { items } = await real.stores.promotions.list(
      { open: true },
      { limit: 1 },
    );
    if (items.length === 0) return;
  }
  const open = await newest(real, true);
  throw new Error(`${open?.promotionId} never ended; it is ${open?.state}`);
}
