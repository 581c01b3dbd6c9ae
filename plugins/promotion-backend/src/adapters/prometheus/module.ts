// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { promotionEvidenceExtensionPoint } from 'backstage-plugin-promotion-node';
import {
  PrometheusEvidenceProvider,
  prometheusKinds,
} from './PrometheusEvidenceProvider';
import { readPrometheusSettings } from './PrometheusSettings';
import { UnavailableEvidenceProvider } from './UnavailableEvidenceProvider';

/** Asks the Prometheus under `promotion.prometheus` for availability, error budget and canary figures. */
export const promotionModulePrometheus = createBackendModule({
  pluginId: 'promotion',
  moduleId: 'prometheus',
  register(registration) {
    registration.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        evidence: promotionEvidenceExtensionPoint,
      },
      async init({ config, logger, evidence }) {
        try {
          const settings = readPrometheusSettings(config);
          if (!settings) {
            logger.info(
              'No Prometheus is declared: gates on metrics need promotion.prometheus.url or pushed evidence.',
            );
            return;
          }
          evidence.addEvidenceProvider(
            new PrometheusEvidenceProvider(settings),
          );
        } catch (error) {
          const cause =
            error instanceof Error ? error.message : 'unknown error';
          const reason = `The Prometheus adapter did not start: ${cause}. Mend promotion.prometheus in app-config and restart.`;
          logger.error(reason);
          evidence.addEvidenceProvider(
            new UnavailableEvidenceProvider(
              { name: 'prometheus', kinds: prometheusKinds },
              reason,
            ),
          );
        }
      },
    });
  },
});
