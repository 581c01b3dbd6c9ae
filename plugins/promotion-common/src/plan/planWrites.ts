// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  type ManifestImage,
  type ManifestReading,
  manifestFormats,
  manifestPaths,
} from '../manifests/ManifestFormat';
import type { ManifestProblem } from '../manifests/ManifestProblem';
import { unifiedDiff } from '../manifests/unifiedDiff';
import type { FieldWrite, ManifestDiff, ManifestLocation } from '../model/Plan';
import type { Release, ReleaseImage } from '../model/Release';
import { makeRelease } from '../model/releaseId';
import type {
  ResolvedEnvironment,
  ResolvedTarget,
} from '../rules/ResolvedEnvironment';
import type { PlannedFile, Refusal } from './PlanFacts';
import { refuse } from './PlanFacts';

/** What is written into the target's files, how that looks, and what else differs and stays. */
export interface PlannedChange {
  readonly writes: readonly FieldWrite[];
  readonly diffs: readonly ManifestDiff[];
  readonly notMoving: readonly string[];
  /** What the manifests written to hold of the release's images now; absent: nothing of them. */
  readonly releaseBefore?: Release;
}

/** Where the writes come from and go to. Going back by hand, both are the same environment. */
export interface WriteFacts {
  readonly release: Release;
  readonly source: ResolvedEnvironment;
  readonly target: ResolvedEnvironment;
  readonly sourceFiles: readonly PlannedFile[];
  readonly targetFiles: readonly PlannedFile[];
  /** The release last seen as desired in the target, which knows more than its images. Absent: none was seen. */
  readonly desired?: Release;
  /** The images that the deployment tool's manifests of the target name. Absent: not known. */
  readonly usedImages?: readonly string[];
}

type Written =
  | { readonly ok: true; readonly change: PlannedChange }
  | { readonly ok: false; readonly refusal: Refusal };

/** The writes into every file of the target. The first file that cannot be read or changed refuses the whole. */
export function planWrites(facts: WriteFacts): Written {
  const source = readFiles(facts.source, facts.sourceFiles);
  if (!source.ok) return source;
  const target =
    facts.source === facts.target
      ? source
      : readFiles(facts.target, facts.targetFiles);
  if (!target.ok) return target;
  const names = namesOf(facts, source.manifests);
  if ('ok' in names) return names;
  const left = leftBehind(names, facts);
  if (left) return left;
  const sourceImages = source.manifests.flatMap(each => each.reading.images);
  const moved = facts.release.images.map(image => image.name);
  const writes: FieldWrite[] = [];
  const diffs: ManifestDiff[] = [];
  const notMoving: string[] = [];
  for (const [index, { target: to, reading }] of target.manifests.entries()) {
    const origin = source.manifests[index] ?? source.manifests[0];
    const format = manifestFormats[to.format];
    const { manifest } = to;
    const planned = format.plan({
      release: facts.release,
      sourceImages,
      target: reading,
      file: manifest,
      names: names.filter(name => belongs(name, { index, source, target })),
      usedImages: facts.usedImages,
    });
    if (!planned.ok) return problem(planned.problems, manifest);
    writes.push(...planned.writes);
    const diff = unifiedDiff(reading.text, planned.text, manifest.path);
    if (diff !== '') diffs.push({ file: manifest, diff });
    if (origin) {
      notMoving.push(...format.differences(origin.reading, reading, moved));
    }
  }
  return {
    ok: true,
    change: {
      writes,
      diffs,
      notMoving: [...new Set(notMoving)],
      ...beforeOf(facts, { names, manifests: target.manifests }),
    },
  };
}

interface ReadTarget {
  readonly target: ResolvedTarget;
  readonly reading: Extract<
    ReturnType<(typeof manifestFormats)[ResolvedTarget['format']]['read']>,
    { readonly ok: true }
  >['reading'];
}

interface ReadFiles {
  readonly ok: true;
  readonly manifests: readonly ReadTarget[];
}

/** Reads every manifest of an environment, each once for the whole plan. */
function readFiles(
  environment: ResolvedEnvironment,
  files: readonly PlannedFile[],
): ReadFiles | Extract<Written, { ok: false }> {
  const manifests: ReadTarget[] = [];
  for (const target of environment.targets) {
    const file = fileAt(files, target);
    if (!file) return unreadable(environment.environment, target.manifest);
    const read = manifestFormats[target.format].read(file.text);
    if (!read.ok) return problem(read.problems, target.manifest);
    const { problems } = read.reading;
    if (problems.length > 0) return problem(problems, target.manifest);
    manifests.push({
      // Where the file really is, of the names it may have.
      target: { ...target, manifest: file.location },
      reading: read.reading,
    });
  }
  if (manifests.length > 0) return { ok: true, manifests };
  return unreadable(environment.environment, undefined);
}

/** The images that move: those the rules list, else the only one the source names. */
function namesOf(
  { source, target }: WriteFacts,
  manifests: readonly ReadTarget[],
): readonly string[] | Extract<Written, { ok: false }> {
  const listed = target.images.length > 0 ? target.images : source.images;
  if (listed.length > 0) return [...new Set(listed)];
  const names = [
    ...new Set(
      manifests.flatMap(({ reading }) =>
        reading.images.map(({ name }) => name),
      ),
    ),
  ];
  const [only] = names;
  const [first] = manifests;
  if (only !== undefined && names.length === 1) return [only];
  const location = first?.target.manifest;
  return problem(
    [
      only === undefined
        ? {
            code: 'no-image',
            message: "The source's manifest has no images entry.",
            remedy: `Add one to it, for the image its base names:\n${
              first &&
              manifestFormats[first.target.format].describe('<the image>')
            }`,
          }
        : {
            code: 'ambiguous-images',
            message: `The source's manifest has several images: ${names.join(
              ', ',
            )}.`,
            remedy:
              'List those that belong to the component under environments.*.images in the rules.',
          },
    ],
    location,
  );
}

/** Whether an image belongs into a file: each of several files has its own images, and a new one goes where it came from. */
function belongs(
  name: string,
  {
    index,
    source,
    target,
  }: {
    readonly index: number;
    readonly source: ReadFiles;
    readonly target: ReadFiles;
  },
): boolean {
  if (target.manifests.length === 1) return true;
  const has = ({ reading }: { readonly reading: ManifestReading }) =>
    reading.images.some(image => image.name === name);
  const here = target.manifests[index];
  if (target.manifests.some(has)) return Boolean(here && has(here));
  const from = source.manifests.findIndex(has);
  return index === Math.max(0, from);
}

/** Images of the release that would not be written, so that it would never be what is live. */
function leftBehind(
  names: readonly string[],
  { release, target }: WriteFacts,
): Written | undefined {
  const written = new Set(names);
  const problems = release.images
    .filter(({ name }) => !written.has(name))
    .map(
      ({ name }): ManifestProblem => ({
        code: 'ambiguous-images',
        message: `The release ${release.version} has the image ${name}, which the rules do not list for the target.`,
        remedy: `List ${name} under environments.*.images of the target.`,
      }),
    );
  return problems.length > 0
    ? problem(problems, target.targets[0]?.manifest)
    : undefined;
}

/** One reading for what is there before and for what is written over. */
function beforeOf(
  { release, desired }: WriteFacts,
  {
    names,
    manifests,
  }: {
    readonly names: readonly string[];
    readonly manifests: readonly ReadTarget[];
  },
): Pick<PlannedChange, 'releaseBefore'> {
  const written = new Set(names);
  const held = new Map(
    manifests
      .flatMap(({ reading }) => reading.images)
      .filter(({ name }) => written.has(name))
      .flatMap(image => {
        const own = imageOf(image);
        return own ? [[own.name, own] as const] : [];
      }),
  );
  if (held.size === 0) return {};
  const releaseBefore = makeRelease({
    componentRef: release.componentRef,
    images: [...held.values()],
  });
  return {
    releaseBefore:
      desired?.releaseId === releaseBefore.releaseId ? desired : releaseBefore,
  };
}

function imageOf({
  name,
  newTag,
  digest,
}: ManifestImage): ReleaseImage | undefined {
  if (newTag === undefined && digest === undefined) return undefined;
  return {
    name,
    ...(newTag !== undefined && { tag: newTag }),
    ...(digest !== undefined && { digest }),
  };
}

function fileAt(
  files: readonly PlannedFile[],
  { manifest, format }: ResolvedTarget,
): PlannedFile | undefined {
  const { repositoryUrl, branch, path } = manifest;
  const paths = manifestPaths(path, format);
  return files.find(
    ({ location }) =>
      location.repositoryUrl === repositoryUrl &&
      location.branch === branch &&
      paths.includes(location.path),
  );
}

function unreadable(
  environment: string,
  location: ManifestLocation | undefined,
): Extract<Written, { ok: false }> {
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
  location: ManifestLocation | undefined,
): Extract<Written, { ok: false }> {
  const [first] = problems;
  const refusal = refuse(
    'manifest',
    `${location?.path ?? 'The manifest'}: ${
      first?.message ?? 'it cannot be changed.'
    }`,
    first?.remedy ?? 'Fix the manifest.',
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
