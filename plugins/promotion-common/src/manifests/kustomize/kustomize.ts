// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ManifestFormat } from '../ManifestFormat';
import { differencesNotMoving } from './differencesNotMoving';
import { editKustomization } from './editKustomization';
import { imageLines, planImages } from './planImages';
import { type Kustomization, readKustomization } from './readKustomization';

/** The `images` of a kustomization, as kustomize 5 reads them. */
export const kustomize: ManifestFormat<Kustomization> = {
  name: 'kustomize',
  files: ['kustomization.yaml', 'kustomization.yml', 'Kustomization'],
  read: readKustomization,
  plan: planImages,
  apply: editKustomization,
  differences: differencesNotMoving,
  describe: imageLines,
};
