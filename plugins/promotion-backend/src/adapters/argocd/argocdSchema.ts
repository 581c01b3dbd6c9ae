// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';

/** Go omits empty fields and now and then sends null for them. */
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform(items => items ?? []);
const text = z
  .string()
  .nullish()
  .transform(value => value ?? undefined);

const sourceSchema = z.object({
  repoURL: z.string().default(''),
  path: text,
  targetRevision: text,
  ref: text,
});
/** @see applicationSchema */
export type ArgocdSource = z.infer<typeof sourceSchema>;

const infoSchema = list(
  z.object({ name: z.string(), value: z.string().default('') }),
);

const operationSchema = z.object({
  info: infoSchema,
  sync: z.object({ revision: text }).nullish(),
  initiatedBy: z
    .object({ username: text, automated: z.boolean().optional() })
    .nullish(),
});

const operationStateSchema = z.object({
  phase: z.string().default(''),
  message: text,
  startedAt: text,
  finishedAt: text,
  operation: operationSchema.nullish(),
  syncResult: z
    .object({
      revision: text,
      revisions: list(z.string()),
      resources: list(
        z.object({
          kind: text,
          name: text,
          status: text,
          message: text,
          hookPhase: text,
        }),
      ),
    })
    .nullish(),
});
/** @see applicationSchema */
export type ArgocdOperationState = z.infer<typeof operationStateSchema>;

/** An application, as `GET …/applications` and `GET …/applications/{name}` give it: the fields that are looked at. */
export const applicationSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: text,
    deletionTimestamp: text,
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  operation: operationSchema.nullish(),
  spec: z.object({
    project: z.string().default('default'),
    source: sourceSchema.nullish(),
    sources: list(sourceSchema),
    syncPolicy: z
      .object({
        automated: z
          .object({
            prune: z.boolean().optional(),
            enabled: z.boolean().nullish(),
          })
          .nullish(),
      })
      .nullish(),
  }),
  status: z
    .object({
      reconciledAt: text,
      sync: z
        .object({ status: text, revision: text, revisions: list(z.string()) })
        .nullish(),
      health: z
        .object({ status: text, message: text, lastTransitionTime: text })
        .nullish(),
      operationState: operationStateSchema.nullish(),
      conditions: list(
        z.object({
          type: z.string(),
          message: z.string().default(''),
          lastTransitionTime: text,
        }),
      ),
      resources: list(
        z.object({
          kind: z.string().default(''),
          name: z.string().default(''),
          status: text,
          health: z.object({ status: text, message: text }).nullish(),
          requiresPruning: z.boolean().optional(),
        }),
      ),
      history: list(
        z.object({
          id: z.number().optional(),
          revision: text,
          revisions: list(z.string()),
          deployedAt: text,
        }),
      ),
      summary: z.object({ images: list(z.string()) }).nullish(),
    })
    .nullish(),
});
/** @see applicationSchema */
export type ArgocdApplication = z.infer<typeof applicationSchema>;

/** `GET …/applications`: `items` is null when there are none. */
export const applicationListSchema = z.object({
  items: list(applicationSchema),
});

/** `GET …/resource-tree`. */
export const resourceTreeSchema = z.object({
  nodes: list(
    z.object({
      group: z.string().default(''),
      version: z.string().default('v1'),
      kind: z.string(),
      namespace: z.string().default(''),
      name: z.string(),
      images: list(z.string()),
      health: z.object({ status: text, message: text }).nullish(),
    }),
  ),
});
/** @see resourceTreeSchema */
export type ArgocdResourceNode = z.infer<
  typeof resourceTreeSchema
>['nodes'][number];

/** `GET …/resource`: the manifest is JSON in a string. */
export const resourceSchema = z.object({ manifest: z.string() });

/** `GET …/managed-resources`: the states are JSON in strings. */
export const managedResourcesSchema = z.object({
  items: list(
    z.object({
      group: z.string().default(''),
      kind: z.string().default(''),
      name: z.string().default(''),
      liveState: text,
    }),
  ),
});

/** `GET …/manifests`: what Argo CD would apply, hooks included, each JSON in a string. */
export const manifestsSchema = z.object({ manifests: list(z.string()) });

/** `GET …/syncwindows`; `canSync` answers for a sync by hand. Absent without any window. */
export const syncWindowsSchema = z.object({
  canSync: z.boolean().default(true),
});

/** `GET /account/can-i/…`. */
export const canISchema = z.object({ value: z.string() });

/** `POST /session`. */
export const sessionSchema = z.object({ token: z.string().min(1) });

/** The body of every error that comes from gRPC. */
export const errorBodySchema = z.object({
  code: z.number().optional(),
  message: z.string().optional(),
  error: z.string().optional(),
});

const containerStatusSchema = z.object({
  name: z.string(),
  image: z.string().default(''),
  imageID: z.string().default(''),
});

/** A live Pod, as Kubernetes has it. */
export const podSchema = z.object({
  metadata: z.object({ name: z.string(), deletionTimestamp: text }),
  spec: z.object({
    containers: list(
      z.object({ name: z.string(), image: z.string().default('') }),
    ),
    initContainers: list(
      z.object({ name: z.string(), image: z.string().default('') }),
    ),
  }),
  status: z
    .object({
      phase: text,
      containerStatuses: list(containerStatusSchema),
      initContainerStatuses: list(containerStatusSchema),
    })
    .nullish(),
});
/** @see podSchema */
export type Pod = z.infer<typeof podSchema>;

/** A live workload: whether its controller has seen its newest template, and how many Pods it wants. */
export const workloadSchema = z.object({
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    generation: z.coerce.number().optional(),
  }),
  spec: z
    .object({
      replicas: z.number().optional(),
      template: z
        .object({
          spec: z
            .object({
              containers: list(z.object({ image: z.string().default('') })),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  status: z
    .object({ observedGeneration: z.coerce.number().optional() })
    .nullish(),
});
/** @see workloadSchema */
export type Workload = z.infer<typeof workloadSchema>;
