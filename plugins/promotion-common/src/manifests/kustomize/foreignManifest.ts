// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ManifestProblem } from '../ManifestProblem';

/** The keys kustomize 5 knows at the top of a kustomization; any other is an error to it. */
const KEYS = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'openapi',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'commonAnnotations',
  'patchesStrategicMerge',
  'patchesJson6902',
  'patches',
  'images',
  'imageTags',
  'replacements',
  'replicas',
  'vars',
  'sortOptions',
  'resources',
  'components',
  'crds',
  'bases',
  'configMapGenerator',
  'secretGenerator',
  'helmGlobals',
  'helmCharts',
  'helmChartInflationGenerator',
  'generatorOptions',
  'configurations',
  'generators',
  'transformers',
  'validators',
  'buildMetadata',
]);

/** Why a document is something else than a kustomization, so that `images` would mean nothing there. Absent: it is one. */
export function foreignManifest(
  content: Readonly<Record<string, unknown>>,
): ManifestProblem | undefined {
  const { kind, apiVersion } = content;
  if (kind === 'Kustomization' || kind === 'Component') {
    const isOurs =
      apiVersion === undefined ||
      /^kustomize\.config\.k8s\.io\//.test(String(apiVersion));
    return isOurs ? undefined : foreign(`a ${kind} of ${apiVersion}`);
  }
  if (typeof kind === 'string') return foreign(`a ${kind}`);
  const unknown = Object.keys(content).find(key => !KEYS.has(key));
  return unknown === undefined
    ? undefined
    : foreign(`a file with the key ${unknown}, which kustomize does not know`);
}

function foreign(what: string): ManifestProblem {
  return {
    code: 'not-a-kustomization',
    message: `The manifest is ${what}, not a kustomization.`,
    remedy:
      'Name the kustomization.yaml that sets the images of the environment in the rules. Other manifests cannot be written.',
  };
}
