// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// @ts-check

/**
 * What was observed outside and what was sent to us: nothing in here decides. Times as in the migration before.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await createStates(knex);
  await createEvidence(knex);
  await createReleases(knex);
  await createRulesRevisions(knex);
  await forbidRewriting(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('rules_revisions');
  await knex.schema.dropTable('releases');
  await knex.schema.dropTable('build_records');
  await knex.schema.dropTable('evidence');
  if (isPostgres(knex)) {
    await knex.raw('DROP FUNCTION evidence_is_append_only()');
  }
  await knex.schema.dropTable('environment_states');
};

/** @param {import('knex').Knex} knex */
async function createStates(knex) {
  await knex.schema.createTable('environment_states', table => {
    table.comment('What the observer last saw, one row a component and place');
    table.string('component_ref', 256).notNullable();
    table.string('environment', 63).notNullable();
    table.string('observed_at', 24).notNullable();
    table.text('document').notNullable().comment('EnvironmentState as JSON');
    table.primary(['component_ref', 'environment']);
  });
}

/** @param {import('knex').Knex} knex */
async function createEvidence(knex) {
  await knex.schema.createTable('evidence', table => {
    table.comment('Immutable observations, kept once by content');
    table
      .string('evidence_id', 80)
      .primary()
      .comment('Hash of kind, subject, facts or problem, moment, producer');
    table.string('component_ref', 256).notNullable();
    table.string('kind', 32).notNullable();
    table.string('release_id', 80);
    table.string('environment', 63);
    table
      .string('series', 80)
      .notNullable()
      .comment('Hash of kind, subject and producer: the newest few count');
    table.string('observed_at', 24).notNullable();
    table.string('received_at', 24).notNullable();
    table.text('document').notNullable().comment('Evidence as JSON');
    table.index(
      ['component_ref', 'series', 'observed_at'],
      'evidence_newest_idx',
    );
    table.index(
      ['component_ref', 'kind', 'observed_at'],
      'evidence_listing_idx',
    );
  });
  await knex.schema.createTable('build_records', table => {
    table.comment('Which commit an image was built from: said once a digest');
    table.string('component_ref', 256).notNullable();
    table.string('image_digest', 80).notNullable();
    table
      .string('facts_hash', 80)
      .notNullable()
      .comment('Of repository, commit and version');
    table.string('evidence_id', 80).notNullable();
    table.primary(['component_ref', 'image_digest']);
    table.foreign('evidence_id').references('evidence.evidence_id');
  });
}

/** @param {import('knex').Knex} knex */
async function createReleases(knex) {
  await knex.schema.createTable('releases', table => {
    table.comment('What is known of each release');
    table.string('release_id', 80).primary();
    table.string('component_ref', 256).notNullable();
    table.string('saved_at', 24).notNullable();
    table.text('document').notNullable().comment('Release as JSON');
    table.index(['component_ref', 'saved_at'], 'releases_component_idx');
  });
}

/** @param {import('knex').Knex} knex */
async function createRulesRevisions(knex) {
  await knex.schema.createTable('rules_revisions', table => {
    table.comment('Every version of the rules that was ever in force');
    table.string('name', 64).notNullable();
    table.string('revision', 80).notNullable();
    table.string('origin', 2048).notNullable();
    table.string('loaded_at', 24).notNullable();
    table.text('text').notNullable();
    table.primary(['name', 'revision']);
  });
}

/** @param {import('knex').Knex} knex */
async function forbidRewriting(knex) {
  if (isPostgres(knex)) {
    await knex.raw(`
      CREATE FUNCTION evidence_is_append_only() RETURNS trigger AS $$
      BEGIN
        RAISE EXCEPTION 'evidence is append-only';
      END;
      $$ LANGUAGE plpgsql`);
    await knex.raw(`
      CREATE TRIGGER evidence_append_only
      BEFORE UPDATE OR DELETE ON evidence
      FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()`);
    return;
  }
  for (const verb of ['UPDATE', 'DELETE']) {
    await knex.raw(`
      CREATE TRIGGER evidence_no_${verb.toLowerCase()}
      BEFORE ${verb} ON evidence
      BEGIN
        SELECT RAISE(ABORT, 'evidence is append-only');
      END`);
  }
}

/** @param {import('knex').Knex} knex */
function isPostgres(knex) {
  return knex.client.config.client === 'pg';
}
