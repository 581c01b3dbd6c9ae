// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import { parseImage } from './kustomize/ImageReference';

/** What pulling and starting an image leads to. */
export type ImageFate = 'starts' | 'crashes' | 'cannot-be-pulled';

/** An image whose process ends at once, everywhere or in some applications only. */
export interface CrashRule {
  readonly digest: string;
  /** Names of applications; absent: all. */
  readonly applications?: readonly string[];
}

/** What survives a restart. */
export interface ImageRegistryState {
  readonly digests: Readonly<Record<string, string>>;
  readonly crashing: readonly CrashRule[];
}

/** The registry the imitated cluster pulls from: which tag is which digest, and what does not start. */
export class ImageRegistry {
  #digests = new Map<string, string>();
  #crashing: CrashRule[] = [];

  /** Publishes `name:tag`. @returns its digest; made from the name when none is given */
  publish(
    name: string,
    tag: string,
    digest = digestOf(`${name}:${tag}`),
  ): string {
    this.#digests.set(`${name}:${tag}`, digest);
    return digest;
  }

  /** Marks `name:tag` as an image whose process ends at once; in some applications only, or everywhere. */
  markCrashing(
    name: string,
    tag: string,
    applications?: readonly string[],
  ): void {
    const digest =
      this.#digests.get(`${name}:${tag}`) ?? this.publish(name, tag);
    this.#crashing.push({ digest, ...(applications ? { applications } : {}) });
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

  /** What pulling and starting an image in an application leads to. */
  fateOf(image: string, application: string): ImageFate {
    const digest = this.resolve(image);
    if (digest === undefined) {
      return 'cannot-be-pulled';
    }
    const crashes = this.#crashing.some(
      rule =>
        rule.digest === digest &&
        (rule.applications?.includes(application) ?? true),
    );
    return crashes ? 'crashes' : 'starts';
  }

  clear(): void {
    this.#digests.clear();
    this.#crashing = [];
  }

  save(): ImageRegistryState {
    return {
      digests: Object.fromEntries(this.#digests),
      crashing: this.#crashing,
    };
  }

  load(state: ImageRegistryState): void {
    this.#digests = new Map(Object.entries(state.digests));
    this.#crashing = [...state.crashing];
  }
}

/** A digest that is the same for the same name, of the form real ones have. */
export function digestOf(name: string): string {
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}
