// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EntityRef, EnvironmentName } from '../model/scalars';
import type { ApplicationId, ManifestLocation } from '../model/Plan';

/** What the core knows of the catalog entity: enough to fill placeholders and resolve roles, and nothing it can lie about. */
export interface ComponentFacts {
  readonly componentRef: EntityRef;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ownerRefs: readonly EntityRef[];
  readonly systemRef?: EntityRef;
}

/** One manifest and application of a component in an environment, placeholders filled and within `allow`. */
export interface ResolvedTarget {
  readonly manifest: ManifestLocation;
  readonly format: 'kustomize';
  readonly application: ApplicationId;
}

/**
 * An environment of one component, placeholders filled. `labels` go into every metrics query. `allowedProjects` are globs
 * of the Argo CD projects its applications may really be in, whatever the rules say of the project; absent: any.
 */
export interface ResolvedEnvironment {
  readonly componentRef: EntityRef;
  readonly environment: EnvironmentName;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly images: readonly string[];
  readonly targets: readonly ResolvedTarget[];
  readonly allowedProjects?: readonly string[];
}
