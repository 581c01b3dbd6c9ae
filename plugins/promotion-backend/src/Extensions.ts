// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { BackendPluginRegistrationPoints } from '@backstage/backend-plugin-api';
import { validationKinds } from 'backstage-plugin-promotion-common/rules';
import {
  promotionDeploymentExtensionPoint,
  promotionEvidenceExtensionPoint,
  promotionNotificationExtensionPoint,
  promotionRepositoryExtensionPoint,
  promotionValidationExtensionPoint,
  type ActualStateSource,
  type DeploymentObserver,
  type DesiredStateSource,
  type EvidenceProvider,
  type Notifier,
  type RepositoryWriter,
  type Validator,
  type Clock,
} from 'backstage-plugin-promotion-node';

type Repository = DesiredStateSource & RepositoryWriter;
type Deployments = ActualStateSource & DeploymentObserver;

/** What modules brought. */
export interface Extensions {
  repository?: Repository;
  createDeployments?: (repository: Repository, clock: Clock) => Deployments;
  readonly evidenceProviders: EvidenceProvider[];
  readonly validators: Validator[];
  readonly notifiers: Notifier[];
}

/**
 * Opens the extension points. Each module gets an instance of its own, so that one that goes wrong fails by itself and
 * takes nothing else down.
 */
export function registerExtensions(
  env: Pick<BackendPluginRegistrationPoints, 'registerExtensionPoint'>,
): Extensions {
  const extensions: Extensions = {
    evidenceProviders: [],
    validators: [],
    notifiers: [],
  };
  env.registerExtensionPoint({
    extensionPoint: promotionRepositoryExtensionPoint,
    factory: context => ({
      setRepository: repository => {
        if (extensions.repository) {
          context.reportModuleStartupFailure({
            error: alreadySet('a repository'),
          });
          return;
        }
        extensions.repository = repository;
      },
    }),
  });
  env.registerExtensionPoint({
    extensionPoint: promotionDeploymentExtensionPoint,
    factory: context => ({
      setDeployments: create => {
        if (extensions.createDeployments) {
          context.reportModuleStartupFailure({
            error: alreadySet('a deployment tool'),
          });
          return;
        }
        extensions.createDeployments = create;
      },
    }),
  });
  env.registerExtensionPoint({
    extensionPoint: promotionEvidenceExtensionPoint,
    factory: () => ({
      addEvidenceProvider: provider => {
        extensions.evidenceProviders.push(provider);
      },
    }),
  });
  env.registerExtensionPoint({
    extensionPoint: promotionValidationExtensionPoint,
    factory: context => ({
      addValidator: validator => {
        const { kind } = validator.kind;
        const known = [
          ...validationKinds,
          ...extensions.validators.map(each => each.kind),
        ];
        if (known.some(each => each.kind === kind)) {
          context.reportModuleStartupFailure({
            error: alreadySet(`validations of kind ${kind}`),
          });
          return;
        }
        extensions.validators.push(validator);
      },
    }),
  });
  env.registerExtensionPoint({
    extensionPoint: promotionNotificationExtensionPoint,
    factory: () => ({
      addNotifier: notifier => {
        extensions.notifiers.push(notifier);
      },
    }),
  });
  return extensions;
}

function alreadySet(what: string): Error {
  return new Error(
    `Another module brought ${what} already. Install one of the two modules only.`,
  );
}
