// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ConflictError, InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import type {
  EntityRef,
  Evidence,
  Release,
} from 'backstage-plugin-promotion-common';
import { toolOf } from 'backstage-plugin-promotion-common/gates';
import {
  contentHash,
  evidenceSchema,
  releaseSchema,
} from 'backstage-plugin-promotion-common/model';
import type { Clock } from 'backstage-plugin-promotion-node';
import type { EvidenceStore } from './EvidenceStore';
import { mergeRelease } from './mergeRelease';

/** Of how many subjects a producer's reports of one kind are kept at hand, newest first. The log keeps all. */
const MAX_SUBJECTS = 1_000;
/** How many parts a producer may report of one kind about one subject. */
const MAX_PARTS = 300;
const MAX_RELEASES = 500;

interface DocumentRow {
  readonly document: string;
}

interface EvidenceRow extends DocumentRow {
  readonly evidence_id: string;
  readonly component_ref: string;
  readonly kind: string;
  readonly release_id: string | null;
  readonly environment: string | null;
  readonly observed_at: string;
}

interface ReleaseRow extends DocumentRow {
  readonly release_id: string;
  readonly component_ref: string;
  readonly saved_at: string;
}

/** Evidence and releases in the plugin's database. The database itself refuses to change recorded evidence. */
export class DatabaseEvidenceStore implements EvidenceStore {
  readonly #knex: Knex;
  readonly #clock: Clock;

  constructor(knex: Knex, clock: Clock) {
    this.#knex = knex;
    this.#clock = clock;
  }

  /**
   * @throws ConflictError when a build record says something else of a digest than an earlier one; InputError for more
   * parts than are read
   */
  async record(evidence: readonly Evidence[]): Promise<void> {
    if (evidence.length === 0) return;
    await this.#knex.transaction(async trx => {
      for (const item of evidence) {
        await trx('evidence')
          .insert(rowOf(item))
          .onConflict('evidence_id')
          .ignore();
        await keepNewest(trx, item);
        await claimDigests(trx, item);
      }
    });
  }

  async forComponent(componentRef: EntityRef): Promise<readonly Evidence[]> {
    const rows: DocumentRow[] = await this.#knex('evidence_newest')
      .join('evidence', 'evidence.evidence_id', 'evidence_newest.evidence_id')
      .select('evidence.document')
      .where({ 'evidence_newest.component_ref': componentRef })
      .orderBy('evidence_newest.observed_at', 'desc')
      .orderBy('evidence_newest.evidence_id');
    return rows.map(parseEvidence);
  }

  async list(filter: {
    readonly componentRef: EntityRef;
    readonly releaseId?: string;
    readonly environment?: string;
    readonly kind?: string;
    readonly limit: number;
  }): Promise<readonly Evidence[]> {
    const query = this.#knex<EvidenceRow>('evidence')
      .select('document')
      .where({ component_ref: filter.componentRef })
      .orderBy('observed_at', 'desc')
      .orderBy('evidence_id')
      .limit(filter.limit);
    if (filter.releaseId !== undefined) {
      query.where({ release_id: filter.releaseId });
    }
    if (filter.environment !== undefined) {
      query.where({ environment: filter.environment });
    }
    if (filter.kind !== undefined) query.where({ kind: filter.kind });
    return (await query).map(parseEvidence);
  }

  async saveRelease(release: Release): Promise<void> {
    const savedAt = await this.#clock.now();
    await this.#knex.transaction(async trx => {
      const known = await trx<ReleaseRow>('releases')
        .first('document')
        .where({ release_id: release.releaseId });
      const merged = known
        ? mergeRelease(parseRelease(known), release)
        : release;
      const document = JSON.stringify(merged);
      if (known?.document === document) return;
      await trx('releases')
        .insert({
          release_id: release.releaseId,
          component_ref: release.componentRef,
          saved_at: savedAt,
          document,
        })
        .onConflict('release_id')
        .merge(['document']);
    });
  }

  async releases(componentRef: EntityRef): Promise<readonly Release[]> {
    const rows = await this.#knex<ReleaseRow>('releases')
      .select('document')
      .where({ component_ref: componentRef })
      .orderBy('saved_at', 'desc')
      .orderBy('release_id')
      .limit(MAX_RELEASES);
    return rows.map(parseRelease);
  }
}

function rowOf(evidence: Evidence) {
  const { subject } = evidence;
  return {
    evidence_id: evidence.evidenceId,
    component_ref: subject.componentRef,
    kind: evidence.kind,
    release_id: subject.releaseId ?? null,
    environment: subject.type === 'environment' ? subject.environment : null,
    part_key: seriesOf(evidence),
    observed_at: new Date(evidence.observedAt).toISOString(),
    received_at: new Date(evidence.receivedAt).toISOString(),
    document: JSON.stringify(evidence),
  };
}

/** What a later observation takes the place of: the same part of the same kind, of the same subject, producer and trust. */
function seriesOf(evidence: Evidence): string {
  const { kind, subject, producer, tier, question, facts, part } = evidence;
  return contentHash({
    kind,
    subject,
    producer,
    tier,
    question,
    suite: facts?.kind === 'tests' ? facts.suite : undefined,
    tool: toolOf(evidence),
    module: part?.module,
    shard: part?.shard,
  });
}

/**
 * Keeps the newest of each part at hand. Each producer's reports of one kind have room of their own, by trust, so that
 * nobody can push out what others sent; where the room ends, whole subjects leave it, never single parts of one.
 */
async function keepNewest(
  trx: Knex.Transaction,
  evidence: Evidence,
): Promise<void> {
  const { subject, kind, tier, producer } = evidence;
  const { componentRef } = subject;
  const room = { component_ref: componentRef, kind, tier, producer };
  const row = {
    ...room,
    series: seriesOf(evidence),
    subject_key: contentHash(subject),
    evidence_id: evidence.evidenceId,
    observed_at: new Date(evidence.observedAt).toISOString(),
  };
  const known = await trx('evidence_newest')
    .first('series')
    .where({ component_ref: componentRef, series: row.series });
  await trx('evidence_newest')
    .insert(row)
    .onConflict(['component_ref', 'series'])
    .merge(['evidence_id', 'observed_at'])
    .where('evidence_newest.observed_at', '<=', row.observed_at);
  if (known) return;
  const parts = await trx('evidence_newest')
    .where({ ...room, subject_key: row.subject_key })
    .count<{ parts: number | string }[]>({ parts: '*' });
  if (Number(parts[0]?.parts ?? 0) > MAX_PARTS) {
    throw new InputError(
      `${producer} has reported ${MAX_PARTS} parts of ${kind} about one subject already. Send one report for several modules or shards.`,
    );
  }
  const old = await trx('evidence_newest')
    .where(room)
    .select('subject_key')
    .groupBy('subject_key')
    .orderByRaw('max(observed_at) desc')
    .limit(MAX_SUBJECTS)
    .offset(MAX_SUBJECTS);
  if (old.length === 0) return;
  await trx('evidence_newest')
    .where(room)
    .whereIn(
      'subject_key',
      old.map(each => each.subject_key),
    )
    .delete();
}

/**
 * Each digest is claimed by the first build record that names it; the unique key decides between two at once. What a
 * person merely asserts claims nothing, or it would keep the pipeline's own record out.
 */
async function claimDigests(
  trx: Knex.Transaction,
  evidence: Evidence,
): Promise<void> {
  if (evidence.facts?.kind !== 'build' || evidence.tier === 'asserted') return;
  const { images, repository, commit, version } = evidence.facts;
  const factsHash = contentHash({ repository, commit, version });
  const { componentRef } = evidence.subject;
  for (const { name, digest } of images) {
    if (digest === undefined) continue;
    const key = { component_ref: componentRef, image_digest: digest };
    await trx('build_records')
      .insert({
        ...key,
        facts_hash: factsHash,
        evidence_id: evidence.evidenceId,
      })
      .onConflict(['component_ref', 'image_digest'])
      .ignore();
    const holder = await trx<{ facts_hash: string }>('build_records')
      .first('facts_hash')
      .where(key);
    if (holder?.facts_hash !== factsHash) {
      throw new ConflictError(
        `Another build record already ties ${name}@${digest} of ${componentRef} to a different commit or version. A digest is built once: send the record of the build that made it.`,
      );
    }
  }
}

/** Facts that were taken once and are impossible today are no facts: the rest still says who sent what, and when. */
function parseEvidence(row: DocumentRow): Evidence {
  const document: unknown = JSON.parse(row.document);
  const read = evidenceSchema.safeParse(document);
  if (read.success) return read.data;
  return {
    ...evidenceSchema.omit({ facts: true }).parse(document),
    problem: {
      code: 'errored',
      message: `What was recorded cannot be used: ${read.error.issues[0]?.message}.`,
    },
  };
}

function parseRelease(row: DocumentRow): Release {
  return releaseSchema.parse(JSON.parse(row.document));
}
