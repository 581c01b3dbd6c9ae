// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { openApiDocument } from './openapi';

/** The files made from the contract, by path from the root of the repository. */
export function generatedFiles(): { path: string; content: string }[] {
  return [
    {
      path: 'plugins/promotion-backend/openapi.json',
      content: `${JSON.stringify(openApiDocument(), null, 2)}\n`,
    },
  ];
}
