// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { resolve } from 'node:path';
import type { Config } from '@backstage/config';
import { isAllowed } from 'backstage-plugin-promotion-common/rules';

/** Whether groups and users of an origin count; the origin as the catalog writes it, such as `url:https://…`. */
export type OriginTrust = (origin: string) => boolean;

/**
 * Which origins may define the groups and users that hold roles: those that fit a glob of `promotion.trustedOrigins`.
 *
 * Without that key: every origin but an address, and the addresses that `catalog.locations` of app-config names. An
 * address can be registered by anyone who is signed in, and a discovery finds files in every team's repository; files,
 * LDAP and Microsoft Graph are the administrator's. GitHub's and GitLab's organizations have addresses as origins: they
 * are named in `promotion.trustedOrigins`.
 */
export function originTrust(
  config: Config,
  trustedOrigins?: readonly string[],
): OriginTrust {
  if (trustedOrigins) return origin => isAllowed(origin, trustedOrigins);
  const declared = new Set(
    (config.getOptionalConfigArray('catalog.locations') ?? []).map(location => {
      const type = location.getString('type');
      const target = location.getString('target');
      return `${type}:${type === 'file' ? resolve(target) : target}`;
    }),
  );
  return origin =>
    declared.has(origin) || (origin !== '' && !origin.startsWith('url:'));
}
