// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import { parseImage } from './kustomize/ImageReference';

/** What pulling and starting an image leads to. */
export type ImageFate = 'starts' | 'crashes' | 'cannot-be-pulled';

/** What survives a restart. */
export interface ImageRegistryState {
  readonly digests: Readonly<Record<string, string>>;
  readonly crashing: readonly string[];
}

/** The registry the imitated cluster pulls from: which tag is which digest, and what does not start. */
export class ImageRegistry {
  #digests = new Map<string, string>();
  #crashing = new Set<string>();

  /** Publishes `name:tag`. @returns its digest; made from the name when none is given */
  publish(
    name: string,
    tag: string,
    digest = digestOf(`${name}:${tag}`),
  ): string {
    this.#digests.set(`${name}:${tag}`, digest);
    return digest;
  }

  /** Marks `name:tag` as an image whose process ends at once. */
  markCrashing(name: string, tag: string): void {
    this.#crashing.add(this.#digests.get(`${name}:${tag}`) ?? `${name}:${tag}`);
  }

  /** The digest a node would find for an image reference; undefined when the pull fails. */
  resolve(image: string): string | undefined {
    const { name, tag, digest } = parseImage(image);
    if (digest) {
      const known = [...this.#digests].some(
        ([key, value]) => key.startsWith(`${name}:`) && value === digest,
      );
      return known ? digest : undefined;
    }
    return this.#digests.get(`${name}:${tag ?? 'latest'}`);
  }

  fateOf(image: string): ImageFate {
    const digest = this.resolve(image);
    if (digest === undefined) {
      return 'cannot-be-pulled';
    }
    return this.#crashing.has(digest) || this.#crashing.has(image)
      ? 'crashes'
      : 'starts';
  }

  clear(): void {
    this.#digests.clear();
    this.#crashing.clear();
  }

  save(): ImageRegistryState {
    return {
      digests: Object.fromEntries(this.#digests),
      crashing: [...this.#crashing],
    };
  }

  load(state: ImageRegistryState): void {
    this.#digests = new Map(Object.entries(state.digests));
    this.#crashing = new Set(state.crashing);
  }
}

/** A digest that is the same for the same name, of the form real ones have. */
export function digestOf(name: string): string {
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}
