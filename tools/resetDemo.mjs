// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { rmSync } from 'node:fs';
import { findObstacles, realProbe } from './checks.mjs';
import { demoDir } from './paths.mjs';
import { Refusal, say } from './print.mjs';

/** Forgets everything the demo has recorded. Refuses while it runs, since it would write on into deleted files. */
export async function resetDemo() {
  const running = await findObstacles(realProbe, {
    ports: [
      { port: 7007, meaning: 'the backend' },
      { port: 7010, meaning: 'the sandbox' },
    ],
  });
  if (running.length > 0) {
    throw new Refusal(
      'The demo seems to be running; end it first (Ctrl-C where it runs).',
    );
  }
  rmSync(demoDir, { recursive: true, force: true });
  say('The demo is as new: .demo/ is gone.');
}
