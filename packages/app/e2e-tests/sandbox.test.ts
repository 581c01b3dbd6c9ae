// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { expect, resetSandbox, test } from './fixtures';
import { serverUrl } from './fixtures/serverUrl';

test.describe('the sandbox', () => {
  test('shows its control page and goes back to its seed on demand', async ({
    page,
  }) => {
    await resetSandbox();
    await page.goto(`${serverUrl('E2E_SANDBOX_URL')}/`);
    await expect(page.getByText('acme/gitops').first()).toBeVisible();
    await expect(
      page.getByRole('row', { name: /^checkout .*Synced Healthy/ }),
    ).toBeVisible();
  });
});
