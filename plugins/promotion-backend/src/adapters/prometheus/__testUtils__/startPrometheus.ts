// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BINARY = '/usr/bin/prometheus';
const PROMTOOL = '/usr/bin/promtool';

/** Whether there is a Prometheus to test against. With CI=true there has to be. */
export function hasPrometheus(): boolean {
  const found = existsSync(BINARY) && existsSync(PROMTOOL);
  if (!found && process.env.CI === 'true') {
    throw new Error(
      `${BINARY} and ${PROMTOOL} are missing; install the Debian package prometheus`,
    );
  }
  if (!found) {
    process.stderr.write(
      `\n*** NOT TESTED against a real Prometheus: ${BINARY} is missing. Install the Debian package prometheus. ***\n\n`,
    );
  }
  return found;
}

/** A real Prometheus that has these samples, in OpenMetrics text, and scrapes nothing. */
export async function startPrometheus(
  openMetrics: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'promotion-prometheus-'));
  const samples = join(dir, 'samples.txt');
  const data = join(dir, 'data');
  const config = join(dir, 'prometheus.yml');
  await writeFile(samples, openMetrics);
  await writeFile(config, 'global: {}\n');
  execFileSync(
    PROMTOOL,
    ['tsdb', 'create-blocks-from', 'openmetrics', samples, data],
    { stdio: 'pipe' },
  );
  const child = spawn(
    BINARY,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=3650d',
      '--web.listen-address=127.0.0.1:0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await new Promise<string>((resolve, reject) => {
    let log = '';
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`prometheus ended with ${code}: ${log}`)),
    );
    child.stderr.on('data', chunk => {
      log += chunk;
      const listening = /Listening on.*?127\.0\.0\.1:(\d+)/.exec(log)?.[1];
      if (listening && /Server is ready to receive web requests/.test(log)) {
        resolve(listening);
      }
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.removeAllListeners('exit');
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A counter's samples every minute from one moment to another, in OpenMetrics lines. */
export function counterSamples(
  labels: string,
  series: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly perMinute: number;
    readonly start?: number;
  },
): string {
  const lines: string[] = [];
  let value = series.start ?? 0;
  for (let ms = series.fromMs; ms <= series.toMs; ms += 60_000) {
    lines.push(`http_requests_total{${labels}} ${value} ${ms / 1_000}`);
    value += series.perMinute;
  }
  return lines.join('\n');
}
