// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Deployer,
  DesiredStateSource,
  DeploymentObserver,
  RepositoryWriter,
} from 'backstage-plugin-promotion-node';

/** One deployer from what writes the repository and what watches the deployment tool. */
export function composeDeployer(
  repository: DesiredStateSource & RepositoryWriter,
  deployments: DeploymentObserver,
): Deployer {
  return {
    name: 'gitops',
    inspect: async (target, context) => {
      const [inspection, { problems, usedImages }] = await Promise.all([
        repository.inspectFiles(target, context),
        deployments.inspectApplications(target, context),
      ]);
      return {
        ...inspection,
        problems: [...inspection.problems, ...problems],
        ...(usedImages && { usedImages }),
      };
    },
    prepare: (request, context) => repository.prepare(request, context),
    publish: (change, context) => repository.publish(change, context),
    observe: (request, context) => deployments.observe(request, context),
    lastChange: async ({ targets }, context) => {
      const revisions = await Promise.all(
        targets.map(({ manifest }) =>
          repository.listRevisions({ ...manifest, limit: 1 }, context),
        ),
      );
      return revisions
        .flat()
        .sort((a, b) => b.committedAt.localeCompare(a.committedAt))[0];
    },
    revert: (request, context) => repository.revert(request, context),
  };
}
