// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { testDatabases } from '../tests/testDatabases';
import { DatabaseEvidenceStore } from './DatabaseEvidenceStore';
import { evidenceStoreContract, makeEvidence } from './evidenceStoreContract';

const databases = testDatabases();
const clock = { now: async () => '2026-09-01T12:00:00.000Z' };

describe.each([...databases.ids])('DatabaseEvidenceStore on %s', engine => {
  evidenceStoreContract(
    async () =>
      new DatabaseEvidenceStore(await databases.migrated(engine), clock),
  );

  it.each(['update', 'delete'] as const)(
    'has a database that refuses to %s evidence',
    async verb => {
      const knex = await databases.migrated(engine);
      await new DatabaseEvidenceStore(knex, clock).record([makeEvidence()]);
      const change =
        verb === 'update'
          ? knex('evidence').update({ kind: 'slo' })
          : knex('evidence').delete();
      await expect(change).rejects.toMatchObject({
        message: expect.stringContaining('evidence is append-only'),
      });
    },
  );

  it('takes nothing from a replica that does not keep the newest of each part', async () => {
    const knex = await databases.migrated(engine);
    const written = {
      evidence_id: 'e',
      component_ref: 'component:default/checkout',
      kind: 'build',
      series: 's',
      observed_at: '2026-09-01T12:00:00.000Z',
      received_at: '2026-09-01T12:00:00.000Z',
      document: '{}',
    };
    await expect(knex('evidence').insert(written)).rejects.toMatchObject({
      message: expect.stringContaining('series'),
    });
  });
});
