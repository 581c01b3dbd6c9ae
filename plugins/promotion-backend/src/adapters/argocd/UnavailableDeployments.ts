// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  TerminalError,
  type ActualStateSource,
  type DeploymentObserver,
} from 'backstage-plugin-promotion-node';

/** Stands where the deployment adapter would, when that could not start: every call says why and what to do. */
export class UnavailableDeployments
  implements ActualStateSource, DeploymentObserver
{
  readonly instances = [];
  readonly #reason: string;

  constructor(reason: string) {
    this.#reason = reason;
  }

  readApplications = () => this.#reject();
  inspectApplications = () => this.#reject();
  observe = () => this.#reject();

  async #reject(): Promise<never> {
    throw new TerminalError(this.#reason);
  }
}
