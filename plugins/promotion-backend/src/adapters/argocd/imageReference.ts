// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** A container image as written: `[host[:port]/]path[:tag][@algorithm:hex]`. */
export interface ImageReference {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** The tag's colon is the one after the last slash and before `@`. */
export function parseImageReference(text: string): ImageReference {
  const [reference = '', digest] = text.split('@');
  const lastSlash = reference.lastIndexOf('/');
  const colon = reference.indexOf(':', lastSlash + 1);
  return colon < 0
    ? { name: reference, digest }
    : {
        name: reference.slice(0, colon),
        tag: reference.slice(colon + 1),
        digest,
      };
}

/** The digest in a Pod's `imageID`. A bare `sha256:…` is the id of a local configuration and says nothing of the digest. */
export function readImageIdDigest(imageId: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(imageId)?.[1];
}

/** As people write it. */
export function formatImageReference({
  name,
  tag,
  digest,
}: ImageReference): string {
  return `${name}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}
