// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export {
  editManifest,
  manifestFormats,
  manifestPaths,
  readImages,
  type ManifestImage,
} from './ManifestFormat';
export { revertWrites } from './revertWrites';
