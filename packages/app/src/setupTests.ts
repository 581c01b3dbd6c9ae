// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Waits end with what they wait for; only a test that fails takes this long.
configure({ asyncUtilTimeout: 120_000 });
