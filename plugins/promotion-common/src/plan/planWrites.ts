// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { applyFieldWrites } from '../manifests/applyFieldWrites';
import { differencesNotMoving } from '../manifests/differencesNotMoving';
import type { ManifestProblem } from '../manifests/ManifestProblem';
import { planImageWrites } from '../manifests/planImageWrites';
import { readImages } from '../manifests/readImages';
import { unifiedDiff } from '../manifests/unifiedDiff';
import type { FieldWrite, ManifestDiff, ManifestLocation } from '../model/Plan';
import type { Release } from '../model/Release';
import type { ResolvedEnvironment } from '../rules/ResolvedEnvironment';
import type { PlannedFile, Refusal } from './PlanFacts';
import { refuse } from './PlanFacts';

/** What is written into the target's files, how that looks, and what else differs and stays. */
export interface PlannedChange {
  readonly writes: readonly FieldWrite[];
  readonly diffs: readonly ManifestDiff[];
  readonly notMoving: readonly string[];
}

/** Where the writes come from and go to. Going back by hand, both are the same environment. */
export interface WriteFacts {
  readonly release: Release;
  readonly source: ResolvedEnvironment;
  readonly target: ResolvedEnvironment;
  readonly sourceFiles: readonly PlannedFile[];
  readonly targetFiles: readonly PlannedFile[];
}

type Written =
  | { readonly ok: true; readonly change: PlannedChange }
  | { readonly ok: false; readonly refusal: Refusal };

/** The writes into every file of the target. The first file that cannot be read or changed refuses the whole. */
export function planWrites(facts: WriteFacts): Written {
  const changes: PlannedChange[] = [];
  for (const [index, { manifest }] of facts.target.targets.entries()) {
    const origin = facts.source.targets[index] ?? facts.source.targets[0];
    const written = writeFile(facts, { manifest, origin: origin?.manifest });
    if (!written.ok) return written;
    changes.push(written.change);
  }
  return {
    ok: true,
    change: {
      writes: changes.flatMap(change => change.writes),
      diffs: changes.flatMap(change => change.diffs),
      notMoving: [...new Set(changes.flatMap(change => change.notMoving))],
    },
  };
}

function writeFile(
  facts: WriteFacts,
  {
    manifest,
    origin,
  }: {
    readonly manifest: ManifestLocation;
    readonly origin: ManifestLocation | undefined;
  },
): Written {
  const target = fileAt(facts.targetFiles, manifest);
  const source = origin && fileAt(facts.sourceFiles, origin);
  if (!target || !source) {
    const missing = target ? facts.source : facts.target;
    return unreadable(missing.environment, target ? origin : manifest);
  }
  const read = readImages(source.text);
  if (!read.ok) return problem(read.problems, source.location);
  const { images } = facts.target;
  const planned = planImageWrites({
    release: facts.release,
    sourceImages: read.images,
    targetText: target.text,
    file: manifest,
    imageNames: images.length > 0 ? images : facts.source.images,
  });
  if (!planned.ok) return problem(planned.problems, manifest);
  const applied = applyFieldWrites(target.text, planned.writes);
  if (!applied.ok) return problem([applied.problem], manifest);
  const diff = unifiedDiff(target.text, applied.text, manifest.path);
  const moved = facts.release.images.map(image => image.name);
  return {
    ok: true,
    change: {
      writes: planned.writes,
      diffs: diff === '' ? [] : [{ file: manifest, diff }],
      notMoving: differencesNotMoving(source.text, target.text, moved),
    },
  };
}

function fileAt(
  files: readonly PlannedFile[],
  { repositoryUrl, branch, path }: ManifestLocation,
): PlannedFile | undefined {
  return files.find(
    ({ location }) =>
      location.repositoryUrl === repositoryUrl &&
      location.branch === branch &&
      location.path === path,
  );
}

function unreadable(
  environment: string,
  location: ManifestLocation | undefined,
): Written {
  const where = location
    ? `${location.path} on ${location.branch} of ${location.repositoryUrl}`
    : `the manifest of ${environment}`;
  return {
    ok: false,
    refusal: refuse(
      'unreadable',
      `${where} cannot be read.`,
      `Create the file, or correct the path of ${environment} in the rules.`,
    ),
  };
}

function problem(
  problems: readonly ManifestProblem[],
  location: ManifestLocation,
): Written {
  const [first] = problems;
  const refusal = refuse(
    'manifest',
    `${location.path}: ${first?.message ?? 'it cannot be changed.'}`,
    first?.remedy ?? 'Mend the manifest.',
  );
  const children = problems.map(({ code, message, remedy }) => ({
    code,
    tone: 'blocks' as const,
    message,
    remedy,
  }));
  return {
    ok: false,
    refusal: { ...refusal, explanation: { ...refusal.explanation, children } },
  };
}
