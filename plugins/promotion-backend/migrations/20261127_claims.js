// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// @ts-check

/**
 * Claims by new names, the head of each chain of records beside its promotion, holds by component, and messages for one
 * notifier each.
 *
 * Code of before claims, commits, requests, sends and records by the old names of these columns, so that each of its
 * writes fails from here on and a replica that still runs it does nothing more until it is replaced; see
 * `docs/adr/0009-older-replicas-stop.md`. Whoever changes what is stored so that older code would misread it renames
 * them again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const [table, from, to] of renamed) {
    await rename(knex, table, [from, to]);
  }
  await knex.schema.alterTable('promotions', table => {
    table
      .string('head', 80)
      .notNullable()
      .defaultTo(GENESIS)
      .comment('Hash of the newest record');
  });
  // A chain whose end is missing must not stop the upgrade: it is shown as broken afterwards, by its length.
  const newest = knex('promotion_events')
    .select('hash')
    .where('promotion_events.promotion_id', knex.ref('promotions.promotion_id'))
    .orderBy('sequence', 'desc')
    .limit(1);
  await knex('promotions').update({
    head: knex.raw('COALESCE((?), ?)', [newest, GENESIS]),
  });
  await knex.schema.alterTable('outbox', table => {
    table
      .string('notifier', 256)
      .comment('Null: for browsers, or not yet told apart by notifier');
  });
  await knex.schema.alterTable('holds', table => {
    table
      .string('component_ref', 256)
      .comment('Null: wider than one component');
    table.index(['lifted_at', 'component_ref'], 'holds_component_idx');
  });
  await knex('holds').update({
    component_ref: knex.raw(
      isPostgres(knex)
        ? "document::jsonb -> 'scope' ->> 'componentRef'"
        : "json_extract(document, '$.scope.componentRef')",
    ),
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX holds_component_idx');
  await knex.raw('ALTER TABLE holds DROP COLUMN component_ref');
  await knex.raw('ALTER TABLE outbox DROP COLUMN notifier');
  await knex.raw('ALTER TABLE promotions DROP COLUMN head');
  for (const [table, from, to] of renamed) {
    await rename(knex, table, [to, from]);
  }
};

/** What the first record of a chain is chained to. */
const GENESIS = `sha256:${'0'.repeat(64)}`;

/** @type {[string, string, string][]} */
const renamed = [
  ['promotions', 'next_attempt_at', 'due_at'],
  ['promotions', 'lease_owner', 'claimed_by'],
  ['promotions', 'lease_until', 'claimed_until'],
  ['outbox', 'next_attempt_at', 'due_at'],
  ['outbox', 'lease_owner', 'claimed_by'],
  ['outbox', 'lease_until', 'claimed_until'],
  ['environment_states', 'observed_at', 'seen_at'],
];

/**
 * @param {import('knex').Knex} knex
 * @param {string} table
 * @param {[string, string]} names
 */
async function rename(knex, table, [from, to]) {
  await knex.raw('ALTER TABLE ?? RENAME COLUMN ?? TO ??', [table, from, to]);
}

/** @param {import('knex').Knex} knex */
function isPostgres(knex) {
  return knex.client.config.client === 'pg';
}
