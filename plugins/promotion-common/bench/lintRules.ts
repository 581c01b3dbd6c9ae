// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/* eslint-disable no-console -- a benchmark speaks to the terminal */
import { parseRules } from '../src/rules/parseRules';
import {
  hostileDocuments,
  largeDocument,
} from '../src/rules/__testUtils__/hostileDocuments';

/**
 * How long reading a rules document takes, in milliseconds of processor time, for documents that are made to take long:
 *
 *     npx tsx bench/lintRules.ts
 */
function main(): void {
  const documents = [64, 120, 255].flatMap(kilobytes => [
    ...Object.entries(hostileDocuments(kilobytes * 1_000)),
    ['all right', largeDocument(kilobytes * 1_000)] as const,
  ]);
  const timed = documents.map(([name, text]) => {
    const before = process.cpuUsage();
    const parsed = parseRules(text);
    const { user, system } = process.cpuUsage(before);
    const ms = Math.round((user + system) / 1_000);
    return { ms, name, bytes: text.length, ok: parsed.ok };
  });
  console.table([...timed].sort((a, b) => b.ms - a.ms).slice(0, 20));
}

main();
