// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import {
  contentHash,
  evidenceSchema,
  releaseSchema,
  type EntityRef,
  type Evidence,
  type Release,
} from 'backstage-plugin-promotion-common';
import type { Clock } from '../Clock';
import { evidenceSeriesOf } from './evidenceIdentity';
import type { EvidenceStore } from './EvidenceStore';
import { mergeRelease } from './mergeRelease';

/** How many of a series are read. More than one, so that a problem does not hide the last good figure. */
const NEWEST_PER_SERIES = 5;
/** The most that is read for one component, newest first. */
const MAX_FOR_COMPONENT = 2_000;
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

  /** @throws ConflictError when a build record says something else of a digest than an earlier one */
  async record(evidence: readonly Evidence[]): Promise<void> {
    if (evidence.length === 0) return;
    await this.#knex.transaction(async trx => {
      for (const item of evidence) {
        await trx('evidence')
          .insert(rowOf(item))
          .onConflict('evidence_id')
          .ignore();
        await claimDigests(trx, item);
      }
    });
  }

  async forComponent(componentRef: EntityRef): Promise<readonly Evidence[]> {
    const ranked = this.#knex('evidence')
      .select('document', 'observed_at', 'evidence_id')
      .rowNumber('place', over =>
        over
          .partitionBy('series')
          .orderBy('observed_at', 'desc')
          .orderBy('evidence_id'),
      )
      .where({ component_ref: componentRef });
    const rows: DocumentRow[] = await this.#knex
      .select('document')
      .from(ranked.as('ranked'))
      .where('place', '<=', NEWEST_PER_SERIES)
      .orderBy('observed_at', 'desc')
      .orderBy('evidence_id')
      .limit(MAX_FOR_COMPONENT);
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
    series: evidenceSeriesOf(evidence),
    observed_at: new Date(evidence.observedAt).toISOString(),
    received_at: new Date(evidence.receivedAt).toISOString(),
    document: JSON.stringify(evidence),
  };
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

function parseEvidence(row: DocumentRow): Evidence {
  return evidenceSchema.parse(JSON.parse(row.document));
}

function parseRelease(row: DocumentRow): Release {
  return releaseSchema.parse(JSON.parse(row.document));
}
