// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ObjectReader } from './ObjectReader';

describe('The object reader', () => {
  let directory: string;
  let reader: ObjectReader;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'objects-'));
    execFileSync('git', ['init', '--quiet', '--bare', directory]);
    reader = new ObjectReader(directory);
  });
  afterEach(() => {
    reader.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('goes on answering however much git complains', async () => {
    const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], {
      cwd: directory,
      input: 'text',
    })
      .toString()
      .trim();
    // More complaints than fit into a pipe that nobody reads.
    for (let asked = 0; asked < 2_000; asked++) {
      expect(await reader.read(`${blob}^{commit}`)).toBeUndefined();
    }
    expect(await reader.read(blob)).toMatchObject({ oid: blob, type: 'blob' });
  });
});
