// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import { isRecord } from '../http/isRecord';
import {
  ApplicationState,
  groupOf,
  LiveObject,
  objectKey,
  ResourceKey,
  ResourceResult,
  versionOf,
} from './ApplicationState';
import { imagesOf } from './imagesOf';
import { Manifest } from './kustomize/renderKustomization';

/** How a sync applies. */
export interface ApplyOptions {
  readonly now: number;
  readonly prune: boolean;
  readonly dryRun: boolean;
  /** Only these objects; absent or empty: all. */
  readonly only?: readonly ResourceKey[];
}

/** Makes the live objects those of the manifests, and says what became of each. */
export function applyManifests(
  app: ApplicationState,
  manifests: readonly Manifest[],
  options: ApplyOptions,
): ResourceResult[] {
  const wanted = manifests.filter(manifest => selected(manifest, options.only));
  const keys = new Set(manifests.map(objectKey));
  const superfluous = app.live.filter(
    live =>
      !keys.has(objectKey(live.manifest)) &&
      selected(live.manifest, options.only),
  );
  if (!options.dryRun) {
    wanted.forEach(manifest => applyOne(app, manifest, options.now));
    if (options.prune) {
      app.live = app.live.filter(live => !superfluous.includes(live));
    }
  }
  return [
    ...wanted.map(manifest => result(manifest, 'Synced', verb(app, manifest))),
    ...superfluous.map(({ manifest }) =>
      options.prune
        ? result(manifest, 'Pruned', 'pruned')
        : result(manifest, 'PruneSkipped', 'ignored (requires pruning)'),
    ),
  ];
}

function applyOne(
  app: ApplicationState,
  manifest: Manifest,
  now: number,
): void {
  const live = app.live.find(
    one => objectKey(one.manifest) === objectKey(manifest),
  );
  if (!live) {
    app.live = [...app.live, newObject(app, manifest, now)];
    return;
  }
  if (text(live.manifest.spec) !== text(manifest.spec)) {
    live.generation += 1;
  }
  if (text(templateOf(live.manifest)) !== text(templateOf(manifest))) {
    live.previous = { manifest: live.manifest, appliedAt: live.appliedAt };
    live.appliedAt = now;
  }
  live.manifest = manifest;
}

/** An object as it is when it has just come into being. */
export function newObject(
  app: ApplicationState,
  manifest: Manifest,
  now: number,
): LiveObject {
  return {
    uid: uidOf(`${app.uid}:${objectKey(manifest)}`),
    createdAt: now,
    manifest,
    generation: 1,
    appliedAt: now,
  };
}

/** A UUID that is the same for the same name. */
export function uidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(
    13,
    16,
  )}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function templateOf(manifest: Manifest): unknown {
  return isRecord(manifest.spec) ? manifest.spec.template : undefined;
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function selected(
  manifest: Manifest,
  only: readonly ResourceKey[] | undefined,
): boolean {
  return (
    only === undefined ||
    only.length === 0 ||
    only.some(
      one => one.kind === manifest.kind && one.name === manifest.metadata.name,
    )
  );
}

function verb(app: ApplicationState, manifest: Manifest): string {
  const group = groupOf(manifest);
  const name = `${manifest.kind.toLowerCase()}${group ? `.${group}` : ''}/${
    manifest.metadata.name
  }`;
  return app.history.length === 0 ? `${name} created` : `${name} configured`;
}

function result(
  manifest: Manifest,
  status: ResourceResult['status'],
  message: string,
): ResourceResult {
  const images = imagesOf(manifest);
  return {
    group: groupOf(manifest),
    version: versionOf(manifest),
    kind: manifest.kind,
    namespace: manifest.metadata.namespace,
    name: manifest.metadata.name,
    status,
    message,
    ...(images.length > 0 ? { images } : {}),
  };
}
