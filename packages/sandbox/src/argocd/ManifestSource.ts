// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitStore } from '../git/GitStore';
import { ApplicationDefinition } from './ApplicationState';
import { ArgocdFaults } from './ArgocdFaults';
import { Manifest, renderKustomization } from './kustomize/renderKustomization';
import { RenderError } from './kustomize/RenderError';

const REMEMBERED = 500;

/** The repo server: resolves revisions and renders manifests, remembering what a commit rendered to. */
export class ManifestSource {
  readonly #git: GitStore;
  readonly #faults: ArgocdFaults;
  readonly #rendered = new Map<string, Promise<Manifest[]>>();

  constructor(git: GitStore, faults: ArgocdFaults) {
    this.#git = git;
    this.#faults = faults;
  }

  /**
   * The commit a revision stands for; forty hexadecimal digits are taken as they are, unlooked at.
   * @throws RenderError when the repository or the revision is not there
   */
  async resolve(
    definition: ApplicationDefinition,
    revision?: string,
  ): Promise<string> {
    this.#checkReachable();
    const wanted = revision || definition.targetRevision;
    if (/^[0-9a-f]{40}$/.test(wanted)) {
      return wanted;
    }
    const repository = this.#git.find(definition.repository);
    if (!repository) {
      throw new RenderError('failed to list refs: repository not found');
    }
    const name = wanted === 'HEAD' ? await repository.defaultBranch() : wanted;
    const sha = await repository.resolveCommit(name);
    if (!sha) {
      throw new RenderError(`unable to resolve '${wanted}' to a commit SHA`);
    }
    return sha;
  }

  /** @throws RenderError when the files at that commit do not make manifests */
  async render(
    definition: ApplicationDefinition,
    sha: string,
  ): Promise<Manifest[]> {
    this.#checkReachable();
    const { repository, path, namespace } = definition;
    const key = `${repository}@${sha}:${path}`;
    const known = this.#rendered.get(key);
    const rendering = known ?? this.#render(definition, sha);
    if (!known) {
      this.#rendered.set(key, rendering);
      // Only what rendered is remembered: a failure may have been the disk's.
      rendering.catch(() => this.#rendered.delete(key));
      const oldest = this.#rendered.keys().next();
      if (this.#rendered.size > REMEMBERED && !oldest.done) {
        this.#rendered.delete(oldest.value);
      }
    }
    const manifests = await rendering;
    return manifests.map(manifest =>
      manifest.metadata.namespace === undefined
        ? { ...manifest, metadata: { ...manifest.metadata, namespace } }
        : manifest,
    );
  }

  forget(): void {
    this.#rendered.clear();
  }

  async #render(
    definition: ApplicationDefinition,
    sha: string,
  ): Promise<Manifest[]> {
    const repository = this.#git.find(definition.repository);
    if (!repository || !(await repository.commit(sha))) {
      throw new RenderError(
        `failed to checkout ${sha}: fatal: unable to read tree (${sha})`,
      );
    }
    return renderKustomization(repository, sha, definition.path);
  }

  #checkReachable(): void {
    if (this.#faults.repositoryError !== undefined) {
      throw new RenderError(this.#faults.repositoryError);
    }
  }
}
