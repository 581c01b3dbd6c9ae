// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { join } from 'node:path';
import { demoPeople } from './demoPeople.mjs';
import { demoDir, logsDir, root } from './paths.mjs';
import { Refusal, formatDuration, say, warn } from './print.mjs';
import { waitUntilAnswers } from './readiness.mjs';
import { setUp } from './setup.mjs';

const ports = [
  { port: 3000, meaning: 'the app' },
  { port: 7007, meaning: 'the backend' },
  { port: 7010, meaning: 'the sandbox' },
];

/** The first compilation of the app takes the longest; on two slow cores minutes. */
const readyTimeoutMs = 10 * 60_000;

/** Brings up the demo and keeps it running until it is interrupted or one of its processes ends. */
export async function start(supervisor) {
  const startedAt = Date.now();
  const env = {
    ...(await setUp(supervisor, { ports })),
    NODE_ENV: 'development',
    FORCE_COLOR: '0',
  };
  const ended = new Promise((_, reject) => {
    supervisor.onUnexpectedExit = ({ name, code }) =>
      reject(
        new Refusal(
          `${name} ended with code ${code}; its log is .demo/logs/${name}.log`,
        ),
      );
  });

  say('Starting sandbox, backend and app; full logs are in .demo/logs/ …');
  for (const child of demoProcesses(env)) startQuietly(supervisor, child);
  await Promise.race([ended, allAnswer(startedAt)]);
  say(welcome());
  await ended;
}

function demoProcesses(env) {
  const cli = join(root, 'node_modules', '.bin', 'backstage-cli');
  const tsx = join(root, 'node_modules', '.bin', 'tsx');
  return [
    {
      name: 'sandbox',
      command: [tsx, 'src/main.ts'],
      cwd: join(root, 'packages', 'sandbox'),
      env: {
        SANDBOX_PORT: '7010',
        SANDBOX_BACKEND_URL: 'http://localhost:7007',
        SANDBOX_EVIDENCE_TOKEN: 'demo-evidence-token',
        ...env,
        SANDBOX_DATA: env.SANDBOX_DATA ?? join(demoDir, 'sandbox'),
      },
    },
    {
      name: 'backend',
      command: [cli, 'package', 'start'],
      cwd: join(root, 'packages', 'backend'),
      env,
    },
    {
      name: 'app',
      command: [cli, 'package', 'start'],
      cwd: join(root, 'packages', 'app'),
      // The address is printed when everything answers, not when the bundler has begun.
      env: { ...env, BROWSER: 'none' },
    },
  ];
}

function startQuietly(supervisor, { name, command, cwd, env }) {
  supervisor.start(name, command, {
    cwd,
    env,
    logPath: join(logsDir, `${name}.log`),
    onLine: line => {
      if (isNoteworthy(line)) warn(`${name.padEnd(7)} | ${line}`);
    },
  });
}

/** Warnings are in the log; what went wrong belongs on the screen. */
function isNoteworthy(line) {
  return /(^|\s)(error|ERROR|fatal|FATAL)(\s|:)|^\w*Error: |EADDRINUSE/.test(
    line,
  );
}

async function allAnswer(startedAt) {
  const targets = [
    ['sandbox', 'http://localhost:7010/'],
    ['backend', 'http://localhost:7007/.backstage/health/v1/readiness'],
    ['app', 'http://localhost:3000/'],
  ];
  await Promise.all(
    targets.map(async ([name, url]) => {
      await waitUntilAnswers(url, { timeoutMs: readyTimeoutMs });
      say(
        `  ${name.padEnd(7)} answers after ${formatDuration(
          Date.now() - startedAt,
        )}`,
      );
    }),
  );
}

function welcome() {
  const people = demoPeople.map(
    ({ name, role, can }) => `    ${name.padEnd(7)} ${role.padEnd(26)} ${can}`,
  );
  return [
    '',
    'The demo is open at  http://localhost:3000',
    'Its sandbox (stands in for GitHub, Argo CD and Prometheus) at  http://localhost:7010',
    '',
    'Sign in as one of six people:',
    ...people,
    '',
    'Begin with the service “checkout” and its tab “Promotion”. Ctrl-C ends everything; npm run demo:reset forgets it.',
    '',
  ].join('\n');
}
