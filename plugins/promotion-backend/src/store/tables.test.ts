// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { join } from 'node:path';
import type { Knex } from 'knex';
import { describeStores } from '../tests/describeStores';
import { stepOf } from '../tests/storedPromotion';
import { verifyChain } from './recordChain';

describeStores('The tables', ({ stores, knex, created }) => {
  it('go away again, and come back', async () => {
    const directory = join(__dirname, '..', '..', 'migrations');
    await created();
    await knex().migrate.rollback({ directory }, true);
    expect(await knex().schema.hasTable('promotions')).toBe(false);
    expect(await knex().schema.hasTable('promotion_events')).toBe(false);
    await knex().migrate.latest({ directory });
    await created();
  });

  it('refuse to change or delete records', async () => {
    await created();
    // Not toThrow: a native module's error may come from another test file's realm, where it is no Error of ours.
    const refusal = { message: expect.stringMatching(/append-only/) };
    await expect(
      knex()('promotion_events').update({ canonical: '{}' }),
    ).rejects.toMatchObject(refusal);
    await expect(knex()('promotion_events').del()).rejects.toMatchObject(
      refusal,
    );
    expect(await knex()('promotion_events')).toHaveLength(1);
  });

  it('show a record that was changed behind their back', async () => {
    const promotion = await created();
    await stores.promotions.commit(stepOf(promotion, {}));
    await forgetAppendOnly(knex());
    const row = await knex()('promotion_events').where('sequence', 1).first();
    await knex()('promotion_events')
      .where('sequence', 1)
      .update({ canonical: row.canonical.replace('queued', 'executing') });
    const { verdict } = await stores.promotions.chain(promotion.promotionId);
    expect(verdict).toMatchObject({ kind: 'broken', sequence: 1, length: 2 });
  });

  it('show that records were cut off, and by the head kept elsewhere that the row was cut with them', async () => {
    const promotion = await created();
    const { promotionId } = promotion;
    const early = (await stores.promotions.head(promotionId))!;
    await stores.promotions.commit(stepOf(promotion, {}));
    const anchor = (await stores.promotions.head(promotionId))!;
    await forgetAppendOnly(knex());
    await knex()('promotion_events').where('sequence', 2).del();
    const { verdict } = await stores.promotions.chain(promotionId);
    expect(verdict).toMatchObject({ kind: 'broken', sequence: 2, length: 2 });
    await knex()('promotions').update({ version: 1, head: early.hash });
    const { records, verdict: fooled } = await stores.promotions.chain(
      promotionId,
    );
    expect(fooled).toEqual({ kind: 'intact', ...early });
    expect(verifyChain(records, anchor)).toMatchObject({ kind: 'broken' });
  });
});

async function forgetAppendOnly(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') {
    await knex.raw(
      'DROP TRIGGER promotion_events_append_only ON promotion_events',
    );
    return;
  }
  await knex.raw('DROP TRIGGER promotion_events_no_update');
  await knex.raw('DROP TRIGGER promotion_events_no_delete');
}
