// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// @ts-check

/**
 * Times are ISO 8601 text in UTC with milliseconds, all of one width, so that text order is time order on both engines.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await createPromotions(knex);
  await createEvents(knex);
  await createPeoplesDecisions(knex);
  await createRestraints(knex);
  await createDelivery(knex);
  await forbidRewriting(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('outbox');
  await knex.schema.dropTable('idempotency_keys');
  await knex.schema.dropTable('holds');
  await knex.schema.dropTable('barred_releases');
  await knex.schema.dropTable('slots');
  await knex.schema.dropTable('lanes');
  await knex.schema.dropTable('step_runs');
  await knex.schema.dropTable('overrides');
  await knex.schema.dropTable('approvals');
  await knex.schema.dropTable('promotion_events');
  if (isPostgres(knex)) {
    await knex.raw('DROP FUNCTION promotion_events_are_append_only()');
  }
  await knex.schema.dropTable('promotions');
};

/** @param {import('knex').Knex} knex */
async function createPromotions(knex) {
  await knex.schema.createTable('promotions', table => {
    table.comment(
      'One row per promotion: its present state, and who works on it',
    );
    table.string('promotion_id', 64).primary();
    table
      .integer('version')
      .notNullable()
      .comment('Grows by one with each record');
    table.string('kind', 16).notNullable().comment('promotion or rollback');
    table.string('component_ref', 256).notNullable();
    table.string('from_environment', 63).notNullable();
    table.string('to_environment', 63).notNullable();
    table.string('release_id', 80).notNullable();
    table.string('requested_by', 256).notNullable().comment('Actor reference');
    table.string('rollback_of', 64);
    table.string('retry_of', 64);
    table.string('state', 32).notNullable();
    table.boolean('is_open').notNullable().comment('Not in a terminal state');
    table.text('document').notNullable().comment('The aggregate as JSON');
    table.string('requested_at', 24).notNullable();
    table.string('ended_at', 24);
    table
      .string('next_attempt_at', 24)
      .comment('When the worker looks; null: never again');
    table
      .boolean('woken')
      .notNullable()
      .comment('Made due while claimed; outlives the release of that claim');
    table.string('lease_owner', 128);
    table.string('lease_until', 24);

    table.index(['next_attempt_at', 'promotion_id'], 'promotions_due_idx', {
      predicate: knex.whereNotNull('next_attempt_at'),
    });
    table.index(['requested_at', 'promotion_id'], 'promotions_newest_idx');
    table.index(['component_ref', 'requested_at'], 'promotions_component_idx');
    table.index(['to_environment', 'state'], 'promotions_environment_idx');
    table.unique(['component_ref', 'to_environment', 'release_id', 'kind'], {
      indexName: 'promotions_one_open_uniq',
      predicate: knex.whereRaw('is_open'),
    });
  });
}

/** @param {import('knex').Knex} knex */
async function createEvents(knex) {
  await knex.schema.createTable('promotion_events', table => {
    table.comment('What happened, append-only and chained by hash');
    table.string('promotion_id', 64).notNullable();
    table.integer('sequence').notNullable();
    table.string('event_type', 32).notNullable();
    table.string('recorded_at', 24).notNullable();
    table
      .text('canonical')
      .notNullable()
      .comment('RFC 8785 text of the record');
    table.string('previous_hash', 80).notNullable();
    table.string('hash', 80).notNullable();
    table.primary(['promotion_id', 'sequence']);
    table.foreign('promotion_id').references('promotions.promotion_id');
  });
  await knex.schema.createTable('step_runs', table => {
    table.comment('What the worker did: one row per step and attempt');
    table.string('promotion_id', 64).notNullable();
    table.string('step', 32).notNullable();
    table.integer('attempt').notNullable();
    table.string('started_at', 24).notNullable();
    table.string('looked_at', 24).notNullable();
    table
      .integer('looks')
      .notNullable()
      .comment('How often this attempt was taken up');
    table.string('outcome', 32).notNullable();
    table.text('message');
    table.primary(['promotion_id', 'step', 'attempt']);
    table.foreign('promotion_id').references('promotions.promotion_id');
  });
}

/** @param {import('knex').Knex} knex */
async function createPeoplesDecisions(knex) {
  await knex.schema.createTable('approvals', table => {
    table.comment('Decisions of people, for one content hash each');
    table.string('approval_id', 64).primary();
    table.string('promotion_id', 64).notNullable();
    table.string('user_ref', 256).notNullable();
    table.string('decided_at', 24).notNullable();
    table.string('withdrawn_at', 24);
    table.text('document').notNullable();
    table.foreign('promotion_id').references('promotions.promotion_id');
    table.index(['promotion_id', 'decided_at'], 'approvals_promotion_idx');
    table.index(['user_ref', 'decided_at'], 'approvals_user_idx');
  });
  await knex.schema.createTable('overrides', table => {
    table.comment('What authorised people let go, beside the verdicts');
    table.string('override_id', 64).primary();
    table.string('promotion_id', 64).notNullable();
    table.string('user_ref', 256).notNullable();
    table.string('overridden_at', 24).notNullable();
    table.string('review_due_at', 24).comment('Null: no review asked for');
    table.string('reviewed_by', 256);
    table.string('reviewed_at', 24);
    table.text('review_comment');
    table.text('document').notNullable();
    table.foreign('promotion_id').references('promotions.promotion_id');
    table.index(['promotion_id', 'overridden_at'], 'overrides_promotion_idx');
    table.index(['reviewed_at', 'review_due_at'], 'overrides_review_idx');
  });
}

/** @param {import('knex').Knex} knex */
async function createRestraints(knex) {
  await knex.schema.createTable('lanes', table => {
    table.comment(
      'Locked to take turns: one row per component and environment, or per environment',
    );
    table.string('lane', 384).primary();
  });
  await knex.schema.createTable('slots', table => {
    table.comment(
      'Held while a promotion executes; the key makes it exclusive',
    );
    table.string('slot_key', 1024).primary();
    table.string('promotion_id', 64).notNullable();
    table.string('acquired_at', 24).notNullable();
    table.foreign('promotion_id').references('promotions.promotion_id');
    table.index(['promotion_id'], 'slots_promotion_idx');
  });
  await knex.schema.createTable('barred_releases', table => {
    table.comment(
      'Releases that may not go to an environment again until lifted',
    );
    table.string('component_ref', 256).notNullable();
    table.string('environment', 63).notNullable();
    table.string('release_id', 80).notNullable();
    table.string('promotion_id', 64).notNullable();
    table.string('barred_at', 24).notNullable();
    table.string('lifted_at', 24);
    table.text('document').notNullable();
    table.primary([
      'component_ref',
      'environment',
      'release_id',
      'promotion_id',
    ]);
  });
  await knex.schema.createTable('holds', table => {
    table.comment('Stop promotions in their scope until lifted or over');
    table.string('hold_id', 64).primary();
    table.string('from_at', 24).notNullable();
    table.string('until_at', 24);
    table.string('lifted_at', 24);
    table.text('document').notNullable();
    table.index(['lifted_at', 'until_at'], 'holds_standing_idx');
  });
}

/** @param {import('knex').Knex} knex */
async function createDelivery(knex) {
  await knex.schema.createTable('idempotency_keys', table => {
    table.comment('First answers to repeated requests, kept for a day');
    table.string('scope', 256).notNullable();
    table.string('key', 256).notNullable();
    table.string('request_hash', 80).notNullable();
    table.string('claimed_at', 24).notNullable();
    table
      .text('answer')
      .comment('Null: the first request is still being served');
    table.primary(['scope', 'key']);
    table.index(['claimed_at'], 'idempotency_keys_age_idx');
  });
  await knex.schema.createTable('outbox', table => {
    table.comment('Messages written with their cause, sent afterwards');
    table.string('message_id', 64).primary();
    table.string('promotion_id', 64).notNullable();
    table.string('kind', 16).notNullable().comment('notify or signal');
    table.text('payload').notNullable();
    table.integer('attempts').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('next_attempt_at', 24).notNullable();
    table.string('lease_owner', 128);
    table.string('lease_until', 24);
    table.index(['next_attempt_at', 'message_id'], 'outbox_due_idx');
  });
}

/** @param {import('knex').Knex} knex */
async function forbidRewriting(knex) {
  if (isPostgres(knex)) {
    await knex.raw(`
      CREATE FUNCTION promotion_events_are_append_only() RETURNS trigger AS $$
      BEGIN
        RAISE EXCEPTION 'promotion_events is append-only';
      END;
      $$ LANGUAGE plpgsql`);
    await knex.raw(`
      CREATE TRIGGER promotion_events_append_only
      BEFORE UPDATE OR DELETE OR TRUNCATE ON promotion_events
      FOR EACH STATEMENT EXECUTE FUNCTION promotion_events_are_append_only()`);
    return;
  }
  for (const verb of ['UPDATE', 'DELETE']) {
    await knex.raw(`
      CREATE TRIGGER promotion_events_no_${verb.toLowerCase()}
      BEFORE ${verb} ON promotion_events
      BEGIN
        SELECT RAISE(ABORT, 'promotion_events is append-only');
      END`);
  }
}

/** @param {import('knex').Knex} knex */
function isPostgres(knex) {
  return knex.client.config.client === 'pg';
}
