// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// @ts-check

const { createHash } = require('node:crypto');

const BATCH = 500;

/**
 * The newest observation of each part, beside the log of all: what gates are judged on is one indexed read. The log's own
 * column goes by a new name, so that a replica that does not keep the newest records nothing; see
 * `docs/adr/0009-older-replicas-stop.md`.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('evidence_newest', table => {
    table.comment('Which observation of each part is the newest');
    table.string('component_ref', 256).notNullable();
    table
      .string('series', 80)
      .notNullable()
      .comment('Hash of kind, subject, producer, trust and part');
    table.string('kind', 32).notNullable();
    table.string('tier', 16).notNullable();
    table.string('producer', 256).notNullable();
    table
      .string('subject_key', 80)
      .notNullable()
      .comment('Hash of the subject');
    table.string('evidence_id', 80).notNullable();
    table.string('observed_at', 24).notNullable();
    table.primary(['component_ref', 'series']);
    table.index(
      ['component_ref', 'kind', 'tier', 'producer', 'subject_key'],
      'evidence_newest_room_idx',
    );
  });
  // First: it waits for what other replicas are writing and shuts them out, so that no record is missed below.
  await knex.raw('ALTER TABLE evidence RENAME COLUMN series TO part_key');
  await knex.raw('DROP INDEX evidence_newest_idx');
  await fillIn(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE evidence RENAME COLUMN part_key TO series');
  await knex.schema.alterTable('evidence', table => {
    table.index(
      ['component_ref', 'series', 'observed_at'],
      'evidence_newest_idx',
    );
  });
  await knex.schema.dropTable('evidence_newest');
};

/**
 * The newest of each series of the log and trust: a series of before did not tell trusts apart. Each is one of its own
 * beside those that are recorded from now on: of two that speak of one part, gates take the newer.
 *
 * @param {import('knex').Knex} knex
 */
async function fillIn(knex) {
  const tier =
    knex.client.config.client === 'pg'
      ? "document::json ->> 'tier'"
      : "json_extract(document, '$.tier')";
  const logged = knex('evidence').select(
    'component_ref',
    'part_key',
    'kind',
    'evidence_id',
    'observed_at',
    'document',
    knex.raw(`${tier} AS tier`),
  );
  const ranked = knex
    .select('*')
    .from(logged.as('logged'))
    .rowNumber('place', over =>
      over
        .partitionBy(['component_ref', 'part_key', 'tier'])
        .orderBy('observed_at', 'desc')
        .orderBy('evidence_id'),
    );
  const newest = await knex
    .select('*')
    .from(ranked.as('ranked'))
    .where('place', 1);
  const rows = newest.map(({ document, place, part_key, ...row }) => ({
    ...row,
    producer: JSON.parse(document).producer,
    series: seriesOf(part_key, row.tier),
    subject_key: part_key,
  }));
  for (let at = 0; at < rows.length; at += BATCH) {
    await knex('evidence_newest').insert(rows.slice(at, at + BATCH));
  }
}

/**
 * @param {string} before
 * @param {string} tier
 */
function seriesOf(before, tier) {
  const hash = createHash('sha256').update(JSON.stringify([before, tier]));
  return `sha256:${hash.digest('hex')}`;
}
