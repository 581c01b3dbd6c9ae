// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import AxeBuilder from '@axe-core/playwright';
import { expect, signInAs, test } from './fixtures';

const services = [
  'checkout',
  'loyalty',
  'notifier',
  'payments',
  'recommendations',
  'reports',
  'search',
];

test.describe('signing in', () => {
  test('olivia sees the services of her team in the catalog', async ({
    page,
  }) => {
    await signInAs(page, 'olivia');
    await expect(
      page.getByRole('heading', { name: 'Owned Components (7)', level: 2 }),
    ).toBeVisible();
    for (const service of services) {
      await expect(
        page.getByRole('link', { name: service, exact: true }),
      ).toBeVisible();
    }
  });

  test('works with the keyboard alone, survives a reload and ends with signing out', async ({
    page,
  }) => {
    await page.goto('/');
    const paul = page.getByRole('button', { name: /Paul Pham/ });
    await paul.waitFor();
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('Tab');
    await expect(paul).toBeFocused();
    await page.keyboard.press('Enter');

    const home = page.getByRole('link', { name: 'Home' });
    await expect(home).toBeVisible();
    await page.reload();
    await expect(home).toBeVisible();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(
      page.getByRole('button', { name: /^Olivia Ortiz/ }),
    ).toBeVisible();
  });

  test('the sign-in page has no accessibility violations', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: /^Olivia Ortiz/ }).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  });

  test('the sidebar leads to the sandbox', async ({ page }) => {
    await signInAs(page, 'sam');
    await expect(page.getByRole('link', { name: /Sandbox/ })).toHaveAttribute(
      'href',
      `${process.env.E2E_SANDBOX_URL}/`,
    );
  });
});
