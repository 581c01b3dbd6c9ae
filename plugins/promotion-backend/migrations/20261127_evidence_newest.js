// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// @ts-check

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
  await fillIn(knex);
  await knex.raw('DROP INDEX evidence_newest_idx');
  await knex.raw('ALTER TABLE evidence RENAME COLUMN series TO part_key');
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
 * The newest of each series of the log. A series of before is one of its own beside those that are recorded from now on:
 * of two that speak of one part, gates take the newer.
 *
 * @param {import('knex').Knex} knex
 */
async function fillIn(knex) {
  const ranked = knex('evidence')
    .select(
      'component_ref',
      'series',
      'kind',
      'evidence_id',
      'observed_at',
      'document',
    )
    .rowNumber('place', over =>
      over
        .partitionBy(['component_ref', 'series'])
        .orderBy('observed_at', 'desc')
        .orderBy('evidence_id'),
    );
  const newest = await knex
    .select(
      'component_ref',
      'series',
      'kind',
      'evidence_id',
      'observed_at',
      'document',
    )
    .from(ranked.as('ranked'))
    .where('place', 1);
  const rows = newest.map(({ document, ...row }) => {
    const { tier, producer } = JSON.parse(document);
    return { ...row, tier, producer, subject_key: row.series };
  });
  for (let at = 0; at < rows.length; at += BATCH) {
    await knex('evidence_newest').insert(rows.slice(at, at + BATCH));
  }
}
