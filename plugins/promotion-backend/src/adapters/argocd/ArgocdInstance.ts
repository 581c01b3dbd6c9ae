// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** One Argo CD, as `promotion.argocd.instances[]` declares it. */
export interface ArgocdInstance {
  readonly name: string;
  /** Root of the server, with its root path if it has one, without a slash at the end. */
  readonly url: string;
  /** Where people look at it. Default: `url`. */
  readonly webUrl: string;
  readonly credentials:
    | { readonly kind: 'token'; readonly token: string }
    | {
        readonly kind: 'login';
        readonly username: string;
        readonly password: string;
      };
}

function readUrl(config: Config, key: string): string | undefined {
  const url = config.getOptionalString(key)?.replace(/\/+$/, '');
  if (url !== undefined && !/^https?:\/\/[^\s]+$/.test(url)) {
    throw new InputError(
      `${key} of an Argo CD instance is not an http or https address`,
    );
  }
  return url;
}

function readCredentials(
  config: Config,
  name: string,
): ArgocdInstance['credentials'] {
  const token = config.getOptionalString('token');
  if (token) {
    return { kind: 'token', token };
  }
  const username = config.getOptionalString('username');
  const password = config.getOptionalString('password');
  if (!username || !password) {
    throw new InputError(
      `Argo CD instance ${name} has no credentials: give promotion.argocd.instances[].token, or username and password`,
    );
  }
  return { kind: 'login', username, password };
}

/**
 * Reads the declared instances; none declared is an empty list.
 * @throws InputError naming the instance and the key that is wrong, never its value
 */
export function readArgocdInstances(config: Config): readonly ArgocdInstance[] {
  const instances = (
    config.getOptionalConfigArray('promotion.argocd.instances') ?? []
  ).map(entry => {
    const name = entry.getString('name');
    const url = readUrl(entry, 'url');
    if (!url) {
      throw new InputError(`Argo CD instance ${name} has no url`);
    }
    return {
      name,
      url,
      webUrl: readUrl(entry, 'webUrl') ?? url,
      credentials: readCredentials(entry, name),
    };
  });
  const names = instances.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InputError(
      `There are two Argo CD instances named ${twice} in promotion.argocd.instances`,
    );
  }
  return instances;
}
