// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { promotionModuleArgocd } from './adapters/argocd';
import { promotionModuleGithub } from './adapters/github';
import { promotionModulePrometheus } from './adapters/prometheus';
import { promotionPlugin } from './plugin';

/**
 * Promotion for Backstage: the plugin with its built-in adapters, so that installing stays one `backend.add`. An adapter
 * that cannot start reports itself.
 */
export default createBackendFeatureLoader({
  *loader() {
    yield promotionPlugin;
    yield promotionModuleGithub;
    yield promotionModuleArgocd;
    yield promotionModulePrometheus;
  },
});
