// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ResolvedEnvironment } from '../rules/ResolvedEnvironment';
import type { Promotion } from './Promotion';

/**
 * What a promotion needs for itself alone while it executes: its place, its files, its applications. Sorted and without
 * repetition, so that two promotions always take them in the same order. GitHub's names of repositories know no case.
 */
export function slotKeys(
  promotion: Pick<
    Promotion,
    'componentRef' | 'to' | 'fieldWrites' | 'applications'
  > & {
    readonly terms: { readonly target: Pick<ResolvedEnvironment, 'targets'> };
  },
): readonly string[] {
  const { targets } = promotion.terms.target;
  const files = [
    ...promotion.fieldWrites.map(write => write.file),
    ...targets.map(target => target.manifest),
  ];
  const applications = [
    ...promotion.applications,
    ...targets.map(target => target.application),
  ];
  const keys = [
    `env:${promotion.componentRef}/${promotion.to}`,
    ...files.map(
      ({ repositoryUrl, branch, path }) =>
        `file:${repositoryUrl.toLowerCase()}#${branch}:${path}`,
    ),
    ...applications.map(
      ({ instance, namespace, name }) =>
        `app:${instance}/${namespace ?? ''}/${name}`,
    ),
  ];
  return [...new Set(keys)].sort();
}
