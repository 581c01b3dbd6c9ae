// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/* eslint-disable no-console -- a benchmark speaks to the terminal */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { planWrites } from '../plugins/promotion-common/src/plan/planWrites';
import { makeRelease } from '../plugins/promotion-common/src/model/releaseId';

/**
 * How long the writes of a plan take: beside the yaml package, which parses a file, sets every tag and prints it, and
 * beside one process of the real kustomize that builds the file. kubectl holds kustomize without its `edit`, so that a
 * build stands for it, up to 2,000 lines: it starts a process and reads the file too, and does more with it. Only the
 * ratios mean anything on another machine. Run it from the root, bundled, as production code is (compiled while it
 * runs it is several times slower):
 *
 *     npx esbuild bench/plan.ts --bundle --platform=node --log-level=error --outfile=.toolchain/bench/plan.js
 *     node .toolchain/bench/plan.js
 */
const SIZES = [
  { images: 1, lines: 20 },
  { images: 10, lines: 200 },
  { images: 100, lines: 2_000 },
  { images: 100, lines: 60_000 },
  { images: 15_000, lines: 30_010 },
];

const KUBECTL = join('.toolchain', 'kubectl', 'kubectl');

function main(): void {
  if (!existsSync(KUBECTL)) {
    console.warn(
      `NOT MEASURED beside kustomize: there is no ${KUBECTL}. Fetch it with: npm test kubectl`,
    );
  }
  for (const size of SIZES) {
    const rounds = size.lines > 10_000 ? 2 : 20;
    const text = overlay(size, '1');
    const plan = fastest(rounds, () => planOf(size, text));
    const yaml = fastest(rounds, () => parseSetPrint(size, text));
    const process = size.lines > 2_000 ? undefined : kustomizeProcess(text);
    console.log(
      [
        `${size.images} images, ${size.lines} lines, ${Math.round(
          text.length / 1_000,
        )} kB:`,
        `plan ${plan.toFixed(1)} ms,`,
        `yaml ${yaml.toFixed(1)} ms (×${(plan / yaml).toFixed(1)}),`,
        process === undefined
          ? 'kustomize not measured'
          : `kustomize build ${process.toFixed(1)} ms (×${(
              plan / process
            ).toFixed(2)})`,
      ].join(' '),
    );
  }
}

interface Size {
  readonly images: number;
  readonly lines: number;
}

const nameOf = (index: number) => `registry.example/acme/s${index}`;

/** Images first, then literals of a ConfigMap for the rest of the lines. */
function overlay({ images, lines }: Size, major: string): string {
  const entries = Array.from(
    { length: images },
    (_, index) => `- name: ${nameOf(index)}\n  newTag: ${major}.${index}.0\n`,
  );
  const rest = Math.max(0, lines - 4 - 2 * images);
  const literals = Array.from(
    { length: rest },
    (_, index) => `  - key-${index}=v${index}\n`,
  );
  return `images:\n${entries.join(
    '',
  )}configMapGenerator:\n- name: settings\n  literals:\n${literals.join('')}`;
}

function planOf(size: Size, targetText: string): void {
  const componentRef = 'component:default/bench';
  const images = Array.from({ length: size.images }, (_, index) => ({
    name: nameOf(index),
    tag: `2.${index}.0`,
  }));
  const environment = (name: string) => ({
    componentRef,
    environment: name,
    title: name,
    labels: {},
    images: images.map(image => image.name),
    targets: [
      {
        manifest: location(name),
        format: 'kustomize' as const,
        application: { instance: 'default', name },
      },
    ],
  });
  const file = (name: string, text: string) => ({
    location: location(name),
    commit: 'c',
    text,
  });
  const written = planWrites({
    release: makeRelease({ componentRef, images }),
    source: environment('staging'),
    target: environment('canary'),
    sourceFiles: [file('staging', overlay(size, '2'))],
    targetFiles: [file('canary', targetText)],
  });
  if (!written.ok) throw new Error(written.refusal.message);
}

function location(name: string) {
  return {
    repositoryUrl: 'https://github.test/acme/gitops',
    branch: 'main',
    path: `overlays/${name}/kustomization.yaml`,
  };
}

function parseSetPrint({ images }: Size, text: string): string {
  const document = parseDocument(text);
  for (let index = 0; index < images; index++) {
    document.setIn(['images', index, 'newTag'], `2.${index}.0`);
  }
  return document.toString();
}

function kustomizeProcess(text: string): number | undefined {
  if (!existsSync(KUBECTL)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    writeFileSync(join(folder, 'kustomization.yaml'), text);
    return fastest(3, () => {
      execFileSync(KUBECTL, ['kustomize', folder], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of the fastest of so many rounds: what others keep the machine busy with does not count. */
function fastest(rounds: number, work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return Math.min(...times);
}

main();
