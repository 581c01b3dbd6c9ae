// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  controlSandbox,
  environment,
  expect,
  openTab,
  pathCard,
  takeScreenshot,
  test,
} from './fixtures';

test.describe('the story of what others do', () => {
  test('a push past the product is shown as outside a promotion, with commit and author', async ({
    page,
  }) => {
    await openTab(page, 'olivia', 'search');
    const production = environment(page, 'production');
    await expect(production).toContainText('Healthy');
    await controlSandbox('push', {
      component: 'search',
      environment: 'production',
      version: '5.0.2',
    });
    await expect(production).toContainText(
      'outside a promotion by Grace Green',
    );
    await expect(
      production.getByRole('link', { name: /^[0-9a-f]{8}/ }),
    ).toHaveAttribute('href', /[0-9a-f]{40}/);
    await expect(
      production.getByText('5.0.2', { exact: true }).first(),
    ).toBeVisible();
    await takeScreenshot(page, '19-outside');
  });

  test('a service without any evidence says what to send, and its gates turn once that arrives', async ({
    page,
  }) => {
    await openTab(page, 'olivia', 'reports');
    const path = pathCard(page, 'dev', 'staging');
    await expect(page.getByRole('status').first()).toContainText(
      'there is no report of the unit and integration tests for 1.1.0, there is no coverage report for 1.1.0',
    );
    await path.getByRole('button', { name: /what would help/ }).click();
    const panel = page.getByRole('dialog', { name: /dev → staging/ });
    await expect(panel).toContainText('No data');
    await expect(panel).toContainText(/Let the pipeline send/);
    await takeScreenshot(page, '11-no-evidence');
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);

    // Lost when the page is loaded again.
    await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
    await controlSandbox('send-evidence', { component: 'reports' });
    const gates = path.getByRole('list', { name: 'Gates of dev to staging' });
    await expect(
      gates.getByRole('listitem').filter({ hasText: 'Tests' }),
    ).toContainText(/Tests: Passed.*412 passed, 0 failed/);
    await expect(
      gates.getByRole('listitem').filter({ hasText: 'Code coverage' }),
    ).toContainText('Passed');
    await expect(page.locator('body[data-same-page]')).toHaveCount(1);
    await takeScreenshot(page, '20-evidence-arrived');
  });
});
