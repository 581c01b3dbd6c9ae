// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApplicationId } from 'backstage-plugin-promotion-common';
import { isAllowed } from 'backstage-plugin-promotion-common/rules';
import type {
  LiveProblem,
  WatchedTarget,
} from 'backstage-plugin-promotion-node';
import { isAutoSyncOn } from './ApplicationReading';
import type { ArgocdApplication } from './argocdSchema';
import { findTrackedSource } from './trackedSource';

/** Its state is our component's all the same. */
const SYNC_FORBIDDEN = 'application-sync-forbidden';

/** What of a list is the application that is meant: more than one where the rules leave the namespace open. */
export function applicationsOf(
  { name, namespace }: ApplicationId,
  list: readonly ArgocdApplication[],
): readonly ArgocdApplication[] {
  return list.filter(
    ({ metadata }) =>
      metadata.name === name &&
      (namespace === undefined || metadata.namespace === namespace),
  );
}

/** No client speaks to the instance that the rules name. */
export function instanceUnknown(
  instance: string,
  declared: readonly string[],
): LiveProblem {
  const known = declared.length
    ? `declared are ${declared.join(', ')}`
    : 'none is declared';
  return setup(
    'instance-unknown',
    `There is no Argo CD instance ${instance} in promotion.argocd.instances; ${known}.`,
  );
}

/**
 * The one check of an application's setup, for the observer and for every plan: whether it is there, once, in a project
 * these rules may reach, deploys our manifest, and can be synced.
 */
export async function applicationProblems(
  { application: id, manifest, allowedProjects }: WatchedTarget,
  found: readonly ArgocdApplication[],
  maySync: (application: ArgocdApplication) => Promise<boolean>,
): Promise<readonly LiveProblem[]> {
  const [application] = found;
  if (!application) {
    return [
      setup(
        'application-missing',
        `The Argo CD instance ${id.instance} shows no application ${id.name}. Create it, correct its name or namespace in the rules, or give the account under promotion.argocd.instances the right to get it.`,
      ),
    ];
  }
  if (found.length > 1) {
    const namespaces = found.map(({ metadata }) => metadata.namespace ?? '');
    return [
      setup(
        'application-ambiguous',
        `The Argo CD instance ${id.instance} has several applications ${
          id.name
        }, in ${namespaces
          .sort()
          .join(', ')}. Name the namespace of the application in the rules.`,
      ),
    ];
  }
  const { project } = application.spec;
  if (id.project !== undefined && project !== id.project) {
    return [
      setup(
        'application-other-project',
        `Application ${id.name} is in project ${project}, not ${id.project}. Correct the project or the application in the rules.`,
      ),
    ];
  }
  if (allowedProjects && !isAllowed(project, allowedProjects)) {
    return [
      setup(
        'application-project-not-allowed',
        `Application ${id.name} is in project ${project}, which lies outside what these rules may reach. Name another application, or let an administrator add ${project} to promotion.rules[].allow.argocdProjects.`,
      ),
    ];
  }
  const tracked = findTrackedSource(application, manifest);
  if (tracked.kind === 'other') {
    return [setup('application-tracks-other-source', tracked.message)];
  }
  return isAutoSyncOn(application) || (await maySync(application))
    ? []
    : [
        setup(
          SYNC_FORBIDDEN,
          `Application ${id.name} does not sync by itself and our account may not sync it. Give it the right to sync ${project}/${id.name}.`,
        ),
      ];
}

/** Whether the problem means that the application is not, or not surely, the one that deploys our manifest. */
export function isForeign({ code }: LiveProblem): boolean {
  return code !== SYNC_FORBIDDEN;
}

function setup(code: string, message: string): LiveProblem {
  return { kind: 'setup', code, message };
}
