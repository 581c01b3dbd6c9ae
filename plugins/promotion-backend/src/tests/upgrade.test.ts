// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import { isTerminal } from 'backstage-plugin-promotion-common/lifecycle';
import { DatabaseEvidenceStore } from '../evidence';
import { DatabaseEnvironmentStateStore } from '../observation/DatabaseEnvironmentStateStore';
import { databaseStores } from '../store/DatabaseStores';
import { CHECKOUT, person, PromotionTestHarness } from './PromotionTestHarness';
import { MIGRATIONS, testDatabases } from './testDatabases';
import { dumps, upgrade, type Dump } from './upgradeFixture';

const databases = testDatabases();
const SAM = 'user:default/sam';
const QUINN = 'user:default/quinn';

/** How each goes on: what people do, and what it comes to. `commits` are those of the promotion on the branch. */
const stories: Readonly<
  Record<
    string,
    {
      readonly then?: (
        harness: PromotionTestHarness,
        dump: Dump,
      ) => Promise<unknown>;
      readonly ends: string;
      readonly commits: number;
    }
  >
> = {
  'awaiting-gates': {
    then: harness => harness.deliverCoverage(90),
    ends: 'succeeded',
    commits: 1,
  },
  'queued, gate overridden': {
    then: harness => liftHold(harness),
    ends: 'succeeded',
    commits: 1,
  },
  'queued, hold overridden': { ends: 'succeeded', commits: 1 },
  'awaiting-approval': {
    then: (harness, { promotionId }) => harness.approve(promotionId, QUINN),
    ends: 'succeeded',
    commits: 1,
  },
  'queued until a moment': {
    then: async harness => harness.advanceClock(2 * 3_600_000),
    ends: 'succeeded',
    commits: 1,
  },
  'executing, prepared': { ends: 'succeeded', commits: 1 },
  'executing, the branch moved but nobody wrote it down': {
    ends: 'succeeded',
    commits: 1,
  },
  'executing, published': { ends: 'succeeded', commits: 1 },
  validating: { ends: 'succeeded', commits: 1 },
  'rolling-back': { ends: 'rolled-back', commits: 2 },
  'awaiting-decision': {
    then: (harness, { promotionId }) =>
      harness.service.decide(
        { promotionId, choice: 'rollback', reason: 'It does not start.' },
        person(SAM),
      ),
    ends: 'rolled-back',
    commits: 2,
  },
  'rolled-back': { ends: 'rolled-back', commits: 2 },
};

async function liftHold({ stores, clock }: PromotionTestHarness) {
  const at = clock.timestamp;
  expect(await stores.blocks.liftHold({ holdId: 'hold-1', at })).toBe(true);
  await stores.claims.wake({ componentRef: CHECKOUT }, at);
}

/** The world of the dump: its database upgraded, and its branch, cluster and clock as they were. */
async function wokenUp(knex: Knex, dump: Dump): Promise<PromotionTestHarness> {
  await upgrade(knex, dump);
  const harness = new PromotionTestHarness({ stores: databaseStores(knex) });
  for (const tag of dump.unhealthy) harness.deployments.setUnhealthy(tag);
  for (const {
    sha,
    committedAt,
    path,
    text,
    author,
    message,
  } of dump.commits) {
    passUntil(harness, committedAt);
    expect(harness.repository.push(path, text, author, { message })).toBe(sha);
  }
  passUntil(harness, dump.now);
  const { clock } = harness;
  const evidence = new DatabaseEvidenceStore(knex, clock);
  harness.facts.evidence.push(...(await evidence.forComponent(CHECKOUT)));
  // Somebody else pushes meanwhile, so that what was prepared but is not on the branch has to be prepared anew.
  harness.repository.push('README.md', 'Services.', 'Developer');
  return harness;
}

function passUntil(harness: PromotionTestHarness, moment: string): void {
  while (harness.clock.timestamp < moment) {
    harness.advanceClock(1_000);
    harness.deployments.tick();
  }
}

describe.each([...databases.ids])('A database of 7ba6919 on %s', engine => {
  it.each(dumps().map(dump => [dump.scenario, dump] as const))(
    'goes on after the upgrade: %s',
    async (scenario, dump) => {
      const knex = await databases.empty(engine);
      const harness = await wokenUp(knex, dump);
      const { stores } = harness;
      const { promotionId } = dump;
      const before = await stores.promotions.chain(promotionId);
      const stored = await harness.promotion(promotionId);
      expect(stored.state).toBe(dump.state);
      expect(before.verdict).toMatchObject({
        kind: 'intact',
        length: stored.version,
      });

      const story = stories[scenario]!;
      await story.then?.(harness, dump);
      harness.advanceClock(60_000);
      const ended = await harness.untilSettled(promotionId);
      expect({ state: ended.state, outcome: ended.outcome?.message }).toEqual(
        expect.objectContaining({ state: story.ends }),
      );
      expect(isTerminal(ended.state)).toBe(true);
      expect(harness.commitsOf(promotionId)).toBe(story.commits);
      const { verdict } = await stores.promotions.chain(promotionId);
      expect(verdict).toMatchObject({ kind: 'intact', length: ended.version });
      expect(await knex('slots')).toEqual([]);
    },
  );

  it('shows a chain that was cut before the upgrade as broken after it', async () => {
    const [dump] = dumps().filter(({ state }) => state === 'rolled-back');
    const { rows } = dump!;
    const records = rows.filter(({ table }) => table === 'promotion_events');
    const cut = rows.filter(each => each !== records.at(-1));
    const knex = await databases.empty(engine);
    await upgrade(knex, { ...dump!, rows: cut });
    const { verdict } = await databaseStores(knex).promotions.chain(
      dump!.promotionId,
    );
    expect(verdict).toMatchObject({
      kind: 'broken',
      sequence: records.length,
      length: records.length,
    });
  });

  it('keeps what people decided, what is blocked, what waits to be sent and what was observed', async () => {
    const all = dumps();
    const load = async (scenario: string) => {
      const dump = all.find(each => each.scenario === scenario)!;
      const knex = await databases.empty(engine);
      await upgrade(knex, dump);
      return { knex, dump, stores: databaseStores(knex) };
    };

    const voted = await load('awaiting-approval');
    const ids = [voted.dump.promotionId];
    expect(await voted.stores.decisions.approvals(ids)).toEqual([
      expect.objectContaining({
        userRef: 'user:default/sofia',
        withdrawnAt: expect.any(String),
      }),
      expect.objectContaining({ userRef: SAM, decision: 'approved' }),
    ]);
    const states = new DatabaseEnvironmentStateStore(voted.knex);
    expect(await states.forComponent(CHECKOUT)).toHaveLength(3);

    const back = await load('rolled-back');
    expect(await back.stores.blocks.barred(CHECKOUT)).toMatchObject([
      { environment: 'staging', version: '2.4.0' },
    ]);
    const [hold] = await back.stores.blocks.holds(back.dump.now, CHECKOUT);
    expect(hold?.scope.componentRef).toBe(CHECKOUT);
    expect(
      await back.stores.blocks.holds(
        back.dump.now,
        'component:default/payments',
      ),
    ).toEqual([]);

    const overridden = await load('queued, gate overridden');
    const messages = await overridden.stores.outbox.claim({
      owner: 'relay',
      now: overridden.dump.now,
      leaseUntil: '2026-12-31T00:00:00.000Z',
      limit: 99,
    });
    const [notice] = messages.filter(({ kind }) => kind === 'notify');
    expect(notice?.notifier).toBeUndefined();
    expect(JSON.parse(notice?.payload ?? '')).toMatchObject({
      topic: 'review-needed',
      recipientRoles: ['lead'],
    });
  });
});

/** The statements by which code of 7ba6919 wrote, word for word but for their values. */
const writesOfThen: Readonly<
  Record<string, (knex: Knex) => PromiseLike<unknown>>
> = {
  'claims promotions in one statement': knex =>
    knex.raw(
      `
  WITH due AS (
    SELECT promotion_id FROM promotions
    WHERE next_attempt_at IS NOT NULL AND next_attempt_at <= :now
      AND (lease_until IS NULL OR lease_until <= :now)
    ORDER BY next_attempt_at, promotion_id
    LIMIT :limit
    ${knex.client.config.client === 'pg' ? 'FOR UPDATE SKIP LOCKED' : ''}
  )
  UPDATE promotions
  SET lease_owner = :owner, lease_until = :leaseUntil, woken = FALSE
  FROM due
  WHERE promotions.promotion_id = due.promotion_id
  RETURNING promotions.promotion_id, promotions.next_attempt_at, promotions.document`,
      { now: LATER, limit: 5, owner: 'old', leaseUntil: LATER },
    ),
  'claims promotions in a transaction': knex =>
    knex('promotions')
      .whereNotNull('next_attempt_at')
      .andWhere('next_attempt_at', '<=', LATER)
      .andWhere(query =>
        query.whereNull('lease_until').orWhere('lease_until', '<=', LATER),
      )
      .orderBy(['next_attempt_at', 'promotion_id'])
      .limit(5)
      .select('promotion_id', 'next_attempt_at', 'document'),
  'prolongs a claim before it calls the outside': knex =>
    knex('promotions')
      .where({ promotion_id: 'p', lease_owner: 'old' })
      .andWhere('lease_until', '>', EARLIER)
      .update({ lease_until: LATER }),
  'lets a claim go': knex =>
    knex('promotions')
      .where({ promotion_id: 'p', lease_owner: 'old' })
      .update({
        lease_owner: null,
        lease_until: null,
        next_attempt_at: knex.raw(
          'CASE WHEN woken OR NOT is_open THEN next_attempt_at ELSE ? END',
          [LATER],
        ),
      }),
  'commits what a person decided': knex =>
    knex('promotions')
      .where('version', '>', 0)
      .update({ document: '{}', next_attempt_at: LATER, woken: true }),
  'commits under a claim': knex =>
    knex('promotions')
      .where('version', '>', 0)
      .andWhere('lease_owner', 'old')
      .update({ document: '{}', next_attempt_at: LATER, woken: false }),
  'writes a request': async knex => {
    const row = await knex('promotions').first();
    const { due_at, claimed_by, claimed_until, head, ...kept } = row;
    await knex('promotions').insert({
      ...kept,
      promotion_id: 'another',
      is_open: false,
      next_attempt_at: due_at,
      lease_owner: claimed_by,
      lease_until: claimed_until,
    });
  },
  'makes promotions due': knex =>
    knex('promotions')
      .where('is_open', true)
      .update({ next_attempt_at: LATER, woken: true }),
  'keeps what its observer saw': knex =>
    knex('environment_states')
      .insert({
        component_ref: CHECKOUT,
        environment: 'dev',
        observed_at: LATER,
        document: '{}',
      })
      .onConflict(['component_ref', 'environment'])
      .merge(['observed_at', 'document'])
      .where('environment_states.observed_at', '<=', LATER),
  'claims messages': knex =>
    knex('outbox')
      .where('next_attempt_at', '<=', LATER)
      .andWhere(due =>
        due.whereNull('lease_until').orWhere('lease_until', '<=', LATER),
      )
      .orderBy(['next_attempt_at', 'message_id'])
      .limit(20)
      .select('message_id', 'promotion_id', 'kind', 'payload', 'attempts'),
};
const EARLIER = '2026-01-01T00:00:00.000Z';
const LATER = '2026-12-31T00:00:00.000Z';

describe.each([...databases.ids])('A replica of 7ba6919 on %s', engine => {
  it('writes nothing any more once the database is upgraded, and still reads', async () => {
    const knex = await databases.empty(engine);
    const dump = dumps().find(({ state }) => state === 'validating')!;
    await upgrade(knex, dump);
    const tables = ['promotions', 'outbox', 'environment_states'];
    const all = () => Promise.all(tables.map(table => knex(table)));
    const before = await all();
    for (const [write, statement] of Object.entries(writesOfThen)) {
      const outcome = await Promise.resolve(statement(knex)).then(
        () => 'went through',
        ({ message }) => message,
      );
      expect({ write, outcome }).toEqual({
        write,
        outcome: expect.stringMatching(
          /(next_attempt_at|lease_owner|lease_until|observed_at)\W* (of relation "\w+" )?does not exist|no (such )?column/,
        ),
      });
    }
    expect(await all()).toEqual(before);
    expect(
      await knex('promotions')
        .where('promotion_id', dump.promotionId)
        .first('document'),
    ).toBeDefined();
  });
});

describe.each([...databases.ids])(
  'The newest evidence after the upgrade on %s',
  engine => {
    const logged = (id: string, series: string, tier: string, at: string) => ({
      evidence_id: id,
      component_ref: CHECKOUT,
      kind: 'coverage',
      series,
      observed_at: at,
      received_at: at,
      document: JSON.stringify({ tier, producer: 'external:ci' }),
    });
    const MONDAY = '2026-11-02T00:00:00.000Z';
    const TUESDAY = '2026-11-03T00:00:00.000Z';

    /** A database as it was before there was a list of the newest. */
    async function before() {
      const knex = await databases.empty(engine);
      for (const name of [
        '20261123_promotions.js',
        '20261124_observation.js',
        '20261126_reasons.js',
        '20261127_claims.js',
      ]) {
        await knex.migrate.up({ directory: MIGRATIONS, name });
      }
      return knex;
    }
    const newestIn = (knex: Knex) =>
      knex('evidence_newest').orderBy('evidence_id').pluck('evidence_id');

    it('is that of each trust, so that what a person says hides nothing that a pipeline found', async () => {
      const knex = await before();
      await knex('evidence').insert([
        logged('older', 'a', 'machine', EARLIER),
        logged('found', 'a', 'machine', MONDAY),
        logged('said', 'a', 'asserted', TUESDAY),
      ]);
      await knex.migrate.latest({ directory: MIGRATIONS });
      expect(await newestIn(knex)).toEqual(['found', 'said']);
    });

    if (engine !== databases.postgres) return;

    it('has what another replica was writing when the upgrade began', async () => {
      const knex = await before();
      const writing = await knex.transaction();
      await writing('evidence').insert(logged('late', 'b', 'ci', MONDAY));
      const upgraded = knex.migrate.latest({ directory: MIGRATIONS });
      const waiting = () =>
        writing('pg_locks')
          .join('pg_database', 'pg_database.oid', 'pg_locks.database')
          .whereRaw('datname = current_database()')
          .andWhere('granted', false)
          .first('pid');
      while (!(await waiting()));
      await writing.commit();
      await upgraded;
      expect(await newestIn(knex)).toEqual(['late']);
    });
  },
);
