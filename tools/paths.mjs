// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this script lies in. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const toolchainDir = join(root, '.toolchain');
export const demoDir = join(root, '.demo');
export const logsDir = join(demoDir, 'logs');
