// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { digestOf } from '../argocd/ImageRegistry';
import { DemoEnvironment, DemoService, imageOf } from './DemoService';

/** Files of the base a service's overlays share. The image has no tag there: overlays say which. */
export function baseFiles(service: DemoService): Record<string, string> {
  const { name, port } = service;
  return {
    [`services/${name}/base/kustomization.yaml`]:
      'resources:\n  - deployment.yaml\n  - service.yaml\n',
    [`services/${name}/base/deployment.yaml`]: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: ${imageOf(service)}
          ports:
            - containerPort: ${port}
          readinessProbe:
            httpGet:
              path: /healthz
              port: ${port}
`,
    [`services/${name}/base/service.yaml`]: `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - port: 80
      targetPort: ${port}
`,
  };
}

/** Path of an overlay's kustomization. */
export function overlayPath(name: string, environment: string): string {
  return `services/${name}/overlays/${environment}/kustomization.yaml`;
}

const REPLICAS: Readonly<Record<DemoEnvironment, number>> = {
  dev: 1,
  staging: 1,
  canary: 1,
  production: 3,
};

/** An overlay as people write it: comments, quotes and all. Promotions must leave those alone. */
export function overlayText(
  service: DemoService,
  environment: DemoEnvironment,
  version: string,
): string {
  const image = imageOf(service);
  return `# ${
    service.name
  } in ${environment}. The image is moved by promotions; the rest is ours.
namespace: shop-${environment}

resources:
  - ../../base

replicas:
  - name: ${service.name}
    count: ${REPLICAS[environment]} # ${
    environment === 'production'
      ? 'at least two, for the rollouts'
      : 'enough here'
  }

images:
  - name: ${image}
    newTag: "${version}" # the version people see
    digest: ${digestOf(`${image}:${version}`)}
`;
}
