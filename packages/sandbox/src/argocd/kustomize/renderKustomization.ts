// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { posix } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { GitRepository } from '../../git/GitRepository';
import { isRecord } from '../../http/isRecord';
import { Kustomization, readKustomization } from './readKustomization';
import { RenderError } from './RenderError';
import { transformImage } from './transformImage';

/** A Kubernetes object as it would be applied. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/**
 * The objects of a kustomize directory at a commit, read from git and nowhere else: a wrong commit
 * really deploys a wrong image.
 *
 * @throws RenderError when the files do not make manifests
 */
export async function renderKustomization(
  repository: GitRepository,
  commit: string,
  directory: string,
): Promise<Manifest[]> {
  const found = await repository.object(`${commit}:${directory}`);
  if (found?.type !== 'tree') {
    throw new RenderError(`${directory}: app path does not exist`);
  }
  return render({ repository, commit }, directory, { above: [], gathered: [] });
}

async function render(
  source: { readonly repository: GitRepository; readonly commit: string },
  directory: string,
  {
    above,
    gathered,
  }: {
    readonly above: readonly string[];
    /** What a component works on, besides its own resources. */
    readonly gathered: readonly Manifest[];
  },
): Promise<Manifest[]> {
  if (above.includes(directory)) {
    throw new RenderError(
      `cycle detected: ${[...above, directory].join(' -> ')}`,
    );
  }
  const { repository, commit } = source;
  const kustomization = await readKustomization(repository, commit, directory);
  const below = [...above, directory];
  let manifests: Manifest[] = [...gathered];
  for (const resource of kustomization.resources) {
    const path = pathFrom(directory, resource);
    const found = await repository.object(`${commit}:${path}`);
    if (found?.type === 'tree') {
      manifests.push(
        ...(await render(source, path, { above: below, gathered: [] })),
      );
    } else if (found) {
      manifests.push(
        ...parseManifests((await repository.text(commit, path)) ?? '', path),
      );
    } else {
      throw new RenderError(
        `accumulating resources: open ${path}: no such file or directory`,
      );
    }
  }
  for (const component of kustomization.components) {
    manifests = await render(source, pathFrom(directory, component), {
      above: below,
      gathered: manifests,
    });
  }
  return manifests.map(manifest => transform(manifest, kustomization));
}

function pathFrom(directory: string, resource: string): string {
  const path = posix
    .normalize(posix.join(directory, resource))
    .replace(/\/$/, '');
  if (path.startsWith('..')) {
    throw new RenderError(
      `security; file '${path}' is not in or below the repository`,
    );
  }
  return path;
}

function parseManifests(text: string, path: string): Manifest[] {
  return parseAllDocuments(text).flatMap(document => {
    const content: unknown = 'toJS' in document ? document.toJS() : undefined;
    if (content === null || content === undefined) {
      return [];
    }
    if (!isManifest(content)) {
      throw new RenderError(`${path}: Object 'Kind' is missing`);
    }
    return content;
  });
}

function isManifest(value: unknown): value is Manifest {
  return (
    isRecord(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

function transform(manifest: Manifest, kustomization: Kustomization): Manifest {
  const { metadata } = manifest;
  const replicas = kustomization.replicas.find(
    one => one.name === metadata.name,
  )?.count;
  const labels = { ...metadata.labels, ...kustomization.commonLabels };
  const namespace = kustomization.namespace ?? metadata.namespace;
  const moved: Manifest = {
    ...manifest,
    metadata: {
      ...metadata,
      name: `${kustomization.namePrefix ?? ''}${metadata.name}${
        kustomization.nameSuffix ?? ''
      }`,
      ...(namespace === undefined ? {} : { namespace }),
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
    },
    ...(replicas !== undefined && isRecord(manifest.spec)
      ? { spec: { ...manifest.spec, replicas } }
      : {}),
  };
  const rewritten = rewriteImages(moved, kustomization);
  return isManifest(rewritten) ? rewritten : moved;
}

/** `containers[*].image` and `initContainers[*].image` at any depth, as kustomize's transformer does. */
function rewriteImages(value: unknown, kustomization: Kustomization): unknown {
  if (Array.isArray(value)) {
    return value.map(one => rewriteImages(one, kustomization));
  }
  if (!isRecord(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      (key === 'containers' || key === 'initContainers') && Array.isArray(child)
        ? child.map(container => rewriteContainer(container, kustomization))
        : rewriteImages(child, kustomization),
    ]),
  );
}

function rewriteContainer(
  container: unknown,
  kustomization: Kustomization,
): unknown {
  if (!isRecord(container) || typeof container.image !== 'string') {
    return container;
  }
  return {
    ...container,
    image: kustomization.images.reduce(transformImage, container.image),
  };
}
