// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/* eslint-disable no-console -- a benchmark speaks to the terminal */
import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { databaseStores } from '../src/store/DatabaseStores';
import { creationOf, storedPromotion } from '../src/tests/storedPromotion';

/**
 * How many promotions one and two workers claim and let go in a second on one PostgreSQL, and the ratio of the two. Only
 * the ratio means anything on another machine. Run it on an empty database of its own:
 *
 *     BENCH_DATABASE=postgresql://… npx tsx bench/claim.ts
 */
const PROMOTIONS = 500;
const SECONDS = 3;
const BATCH_SIZE = 5;

async function main(): Promise<void> {
  const connection = process.env.BENCH_DATABASE;
  if (!connection) {
    throw new Error('Set BENCH_DATABASE to an empty PostgreSQL database.');
  }
  const pools = [0, 1].map(() => createKnex({ client: 'pg', connection }));
  try {
    const [first] = pools;
    await first!.migrate.latest({
      directory: join(__dirname, '..', 'migrations'),
    });
    const stores = databaseStores(first!);
    for (let index = 0; index < PROMOTIONS; index++) {
      await stores.promotions.create(creationOf(storedPromotion()));
    }
    const one = await claimsPerSecond(pools.slice(0, 1));
    const two = await claimsPerSecond(pools);
    console.log(`1 worker:  ${one.toFixed(0)} claims/s`);
    console.log(`2 workers: ${two.toFixed(0)} claims/s`);
    console.log(`ratio:     ${(two / one).toFixed(2)}`);
  } finally {
    await Promise.all(pools.map(pool => pool.destroy()));
  }
}

async function claimsPerSecond(pools: readonly Knex[]): Promise<number> {
  const end = Date.now() + SECONDS * 1000;
  const counts = await Promise.all(
    pools.map((pool, index) => claimUntil(end, pool, `worker-${index}`)),
  );
  return counts.reduce((sum, count) => sum + count, 0) / SECONDS;
}

async function claimUntil(
  end: number,
  pool: Knex,
  owner: string,
): Promise<number> {
  const stores = databaseStores(pool);
  let claims = 0;
  while (Date.now() < end) {
    const now = new Date();
    const batch = await stores.claims.claimDue({
      owner,
      now: now.toISOString(),
      leaseUntil: new Date(now.getTime() + 60_000).toISOString(),
      limit: BATCH_SIZE,
    });
    await Promise.all(
      batch.map(({ promotionId }) =>
        stores.claims.release({
          promotionId,
          owner,
          nextAttemptAt: now.toISOString(),
        }),
      ),
    );
    claims += batch.length;
  }
  return claims;
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
