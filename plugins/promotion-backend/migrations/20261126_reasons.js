// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// @ts-check

/**
 * Why a decision no longer counts, and who lifted a bar and why. Times as in the first migration.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('approvals', table => {
    table.string('dismissed_at', 24).comment('When the plan changed after it');
    table.text('dismissed_because');
  });
  await knex.schema.alterTable('barred_releases', table => {
    table.string('lifted_by', 256);
    table.text('lift_reason');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('barred_releases', table => {
    table.dropColumns('lifted_by', 'lift_reason');
  });
  await knex.schema.alterTable('approvals', table => {
    table.dropColumns('dismissed_at', 'dismissed_because');
  });
};
