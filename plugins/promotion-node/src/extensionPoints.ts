// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { ActualStateSource } from './ActualStateSource';
import type { Clock } from './Clock';
import type { Deployer, Inspection } from './Deployer';
import type { DesiredStateSource } from './DesiredStateSource';
import type { EvidenceProvider } from './EvidenceProvider';
import type { Notifier } from './Notifier';
import type { Validator } from './Validator';

/** Where a module puts what reads and writes a GitOps repository. One module: the last one wins, with an error. */
export interface PromotionRepositoryExtensionPoint {
  setRepository(repository: DesiredStateSource & RepositoryWriter): void;
}

/** The writing half of a `Deployer`, against a repository alone. */
export type RepositoryWriter = Pick<
  Deployer,
  'prepare' | 'publish' | 'revert'
> & {
  /** Reads manifests at the head of the branch. Problems: missing file, symlink, submodule, not editable. */
  inspectFiles: Deployer['inspect'];
  /** Whether `commit` is an ancestor of (or is) `revision`. */
  contains(
    request: {
      readonly repositoryUrl: string;
      readonly commit: string;
      readonly revision: string;
    },
    context: { readonly signal: AbortSignal },
  ): Promise<boolean>;
};

/** The observing half of a `Deployer`, against a deployment tool alone. */
export type DeploymentObserver = {
  observe: Deployer['observe'];
  /** Problems of the setup, such as an application that does not track our file, and the images its manifests use. */
  inspectApplications: (
    ...args: Parameters<Deployer['inspect']>
  ) => Promise<Pick<Inspection, 'problems' | 'usedImages'>>;
};

/** @see PromotionRepositoryExtensionPoint */
export const promotionRepositoryExtensionPoint =
  createExtensionPoint<PromotionRepositoryExtensionPoint>({
    id: 'promotion.repository',
  });

/** Where a module puts what syncs and observes deployments. */
export interface PromotionDeploymentExtensionPoint {
  setDeployments(
    create: (
      repository: DesiredStateSource & RepositoryWriter,
      clock: Clock,
    ) => ActualStateSource & DeploymentObserver,
  ): void;
}

/** @see PromotionDeploymentExtensionPoint */
export const promotionDeploymentExtensionPoint =
  createExtensionPoint<PromotionDeploymentExtensionPoint>({
    id: 'promotion.deployment',
  });

/** Where a module adds sources of evidence. */
export interface PromotionEvidenceExtensionPoint {
  addEvidenceProvider(provider: EvidenceProvider): void;
}

/** @see PromotionEvidenceExtensionPoint */
export const promotionEvidenceExtensionPoint =
  createExtensionPoint<PromotionEvidenceExtensionPoint>({
    id: 'promotion.evidence',
  });

/** Where a module adds kinds of checks after deployment. From then on the rules may name them. */
export interface PromotionValidationExtensionPoint {
  /** A second one of a kind is refused: the module is reported as not started. */
  addValidator(validator: Validator): void;
}

/** @see PromotionValidationExtensionPoint */
export const promotionValidationExtensionPoint =
  createExtensionPoint<PromotionValidationExtensionPoint>({
    id: 'promotion.validation',
  });

/** Where a module adds ways to tell people. */
export interface PromotionNotificationExtensionPoint {
  addNotifier(notifier: Notifier): void;
}

/** @see PromotionNotificationExtensionPoint */
export const promotionNotificationExtensionPoint =
  createExtensionPoint<PromotionNotificationExtensionPoint>({
    id: 'promotion.notification',
  });
