// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { parseImage } from '../argocd/kustomize/ImageReference';
import { ApplicationState } from '../argocd/ApplicationState';
import { imagesOf } from '../argocd/imagesOf';
import { DEMO_ENVIRONMENTS } from '../demo/DemoService';
import { DEMO_SERVICES } from '../demo/demoServices';
import { ControlContext } from './ControlContext';
import { UNPLUGGED } from './controlActions';

/** The answer of `GET /control/state`: repository, applications and plugs as they are now. */
export async function controlState(context: ControlContext) {
  const { git, github, argocd, prometheus, demo, pusher } = context;
  const repository = git.find('acme/gitops');
  const head = await repository?.resolveCommit('main');
  const commits =
    head && repository ? await repository.log({ from: head, max: 12 }) : [];
  return {
    plugs: {
      argocd: !argocd.faults.names().includes(UNPLUGGED),
      github: !github.faults.names().includes(UNPLUGGED),
      prometheus: !prometheus.faults.names().includes(UNPLUGGED),
    },
    armedPushes: github.faults.armedPushes(),
    components: DEMO_SERVICES.map(one => one.name),
    environments: DEMO_ENVIRONMENTS,
    applications: argocd.controller.list().map(describeApplication),
    alerts: [...(demo?.firing() ?? [])].map(([place, names]) => ({
      place,
      names,
    })),
    commits: commits.map(({ sha, message, author }) => ({
      sha,
      title: message.split('\n')[0],
      author: author.name,
      date: author.date,
      path: `/acme/gitops/commit/${sha}`,
    })),
    ...(pusher ? { evidence: pusher.status() } : {}),
  };
}

function describeApplication(app: ApplicationState) {
  const image = app.live.flatMap(live => imagesOf(live.manifest))[0];
  return {
    name: app.definition.name,
    tag: image === undefined ? undefined : parseImage(image).tag,
    sync: app.sync.status,
    health: app.health.status,
    operation: app.operationState?.phase,
    sick: app.sickSince !== undefined,
  };
}
