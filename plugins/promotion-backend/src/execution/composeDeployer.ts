// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Deployer,
  DeploymentObserver,
  RepositoryWriter,
} from 'backstage-plugin-promotion-node';

/** One deployer from what writes the repository and what watches the deployment tool. */
export function composeDeployer(
  repository: RepositoryWriter,
  deployments: DeploymentObserver,
): Deployer {
  return {
    name: 'gitops',
    inspect: async (target, context) => {
      const [inspection, problems] = await Promise.all([
        repository.inspectFiles(target, context),
        deployments.inspectApplications(target, context),
      ]);
      return {
        ...inspection,
        problems: [...inspection.problems, ...problems],
      };
    },
    prepare: (request, context) => repository.prepare(request, context),
    publish: (change, context) => repository.publish(change, context),
    observe: (request, context) => deployments.observe(request, context),
    revert: (request, context) => repository.revert(request, context),
  };
}
