// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startForTest } from '../__testUtils__/startForTest';
import { ArgocdStateFile } from './ArgocdStateFile';

describe('the state on disk', () => {
  it('is written by one at a time, and by nobody after it was closed', async () => {
    const { sandbox, stop } = await startForTest();
    const directory = await mkdtemp(join(tmpdir(), 'state-'));
    const { controller, registry, sessions } = sandbox.argocd;
    const file = new ArgocdStateFile(join(directory, 'argocd.json'), {
      controller,
      registry,
      sessions,
    });

    await Promise.all([file.save(), file.save(), file.close()]);
    expect(await readdir(directory)).toEqual(['argocd.json']);
    await rm(directory, { recursive: true });
    await file.save();
    await expect(readdir(directory)).rejects.toMatchObject({ code: 'ENOENT' });
    await stop();
  });
});
