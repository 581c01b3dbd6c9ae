// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ManifestLocation } from 'backstage-plugin-promotion-common';

/** Where people read a file on its host. GitHub's form, which is the one repository host there is. */
export function fileUrl(file: ManifestLocation): string {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return `${file.repositoryUrl}/blob/${encodeURIComponent(
    file.branch,
  )}/${path}`;
}
