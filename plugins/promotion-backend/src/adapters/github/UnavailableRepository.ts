// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  TerminalError,
  type DesiredStateSource,
  type RepositoryWriter,
} from 'backstage-plugin-promotion-node';

/** Stands where the repository adapter would, when that could not start: every call says why and what to do. */
export class UnavailableRepository
  implements DesiredStateSource, RepositoryWriter
{
  readonly #reason: string;

  constructor(reason: string) {
    this.#reason = reason;
  }

  readHead = () => this.#reject();
  readFile = () => this.#reject();
  listRevisions = () => this.#reject();
  inspectFiles = () => this.#reject();
  prepare = () => this.#reject();
  publish = () => this.#reject();
  revert = () => this.#reject();
  contains = () => this.#reject();

  async #reject(): Promise<never> {
    throw new TerminalError(this.#reason);
  }
}
