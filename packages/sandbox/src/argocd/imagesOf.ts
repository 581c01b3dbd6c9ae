// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isRecord } from '../http/isRecord';
import { Manifest } from './kustomize/renderKustomization';

/** A container of a pod template. */
export interface Container {
  readonly name: string;
  readonly image: string;
}

/** Containers of a workload's pod template; none for objects without one. */
export function containersOf(manifest: Manifest): Container[] {
  const spec = isRecord(manifest.spec) ? manifest.spec : {};
  const template = isRecord(spec.template) ? spec.template : {};
  const podSpec = isRecord(template.spec) ? template.spec : {};
  const containers = Array.isArray(podSpec.containers)
    ? podSpec.containers
    : [];
  return containers.flatMap((container: unknown) =>
    isRecord(container) && typeof container.image === 'string'
      ? { name: String(container.name), image: container.image }
      : [],
  );
}

export function imagesOf(manifest: Manifest): string[] {
  return containersOf(manifest).map(one => one.image);
}

/** `spec.replicas`; Kubernetes' default is 1. */
export function replicasOf(manifest: Manifest): number {
  const spec = isRecord(manifest.spec) ? manifest.spec : {};
  return typeof spec.replicas === 'number' ? spec.replicas : 1;
}

/** Whether the workload is one whose pods the sandbox imitates. */
export function hasPods(manifest: Manifest): boolean {
  return containersOf(manifest).length > 0;
}
