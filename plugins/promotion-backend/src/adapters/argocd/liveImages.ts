// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Pod } from './argocdSchema';
import {
  parseImageReference,
  readImageIdDigest,
  type ImageReference,
} from './imageReference';

/** An image that a live Pod runs. `digest` is what the node really pulled; absent while it has not, or does not say. */
export interface LiveImage extends ImageReference {
  readonly pod: string;
}

/** Whether a Pod counts as live: it is not on its way out and has not run to its end. */
function isLive({ metadata, status }: Pod): boolean {
  return (
    !metadata.deletionTimestamp &&
    status?.phase !== 'Succeeded' &&
    status?.phase !== 'Failed'
  );
}

/**
 * What the live Pods run, by container. Names and tags come from the Pod's spec, since nodes rewrite those in the status;
 * the digest from the status, since that is what runs. A runtime that only reports a bare id is taken at the spec's digest,
 * which the node enforces.
 */
export function readLiveImages(pods: readonly Pod[]): readonly LiveImage[] {
  return pods.filter(isLive).flatMap(pod => {
    const statuses = [
      ...(pod.status?.containerStatuses ?? []),
      ...(pod.status?.initContainerStatuses ?? []),
    ];
    return [...pod.spec.containers, ...pod.spec.initContainers].map(
      container => {
        const written = parseImageReference(container.image);
        const imageId =
          statuses.find(({ name }) => name === container.name)?.imageID ?? '';
        const bare = imageId !== '' && !imageId.includes('@');
        return {
          pod: pod.metadata.name,
          name: written.name,
          tag: written.tag,
          digest:
            readImageIdDigest(imageId) ?? (bare ? written.digest : undefined),
        };
      },
    );
  });
}
