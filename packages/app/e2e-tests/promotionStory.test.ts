// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Locator, Page } from '@playwright/test';
import {
  approve,
  environment,
  expect,
  expectPanelUsable,
  giveApproval,
  manifestInGit,
  openPlan,
  openTab,
  pathCard,
  promotionPanel,
  takeScreenshot,
  test,
} from './fixtures';

/** Presses Tab until the element has the focus, as people without a mouse do. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(element).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0] });
}

test.describe('the story of a release', () => {
  test('the owner sees what is where and whether it may move, and promotes from dev to staging', async ({
    page,
  }) => {
    await openTab(page, 'olivia', 'checkout');
    const status = page.getByRole('status').first();
    await expect(status).toHaveText(/checkout 2\.4\.0 may move to staging/);
    for (const [name, version] of [
      ['dev', '2.4.0'],
      ['staging', '2.3.1'],
      ['canary', '2.3.0'],
      ['production', '2.3.0'],
    ] as const) {
      const card = environment(page, name);
      await expect(card).toContainText(version);
      await expect(card).toContainText('Healthy');
      await expect(card).toContainText('Synced');
      await expect(card).toContainText(/live for \d+ [hd]/);
    }
    const gates = pathCard(page, 'dev', 'staging').getByRole('list');
    await expect(gates).toContainText(
      /Code coverage.*demo-ci.*91\.2 %.*≥ 70 %/,
    );
    await takeScreenshot(page, '1-ready');

    const plan = await openPlan(page, 'dev', 'staging');
    await expect(plan).toContainText('checkout-staging');
    await expect(
      plan.getByRole('region', { name: /^Changes in/ }),
    ).toContainText('newTag: "2.4.0"');
    await takeScreenshot(page, '2-plan');
    expect(await manifestInGit('checkout', 'staging')).toContain('2.3.1');
    await plan
      .getByRole('button', { name: 'Promote 2.4.0 to staging' })
      .click();

    const panel = promotionPanel(page);
    await expect(panel).toContainText('Executing');
    await takeScreenshot(page, '3-executing');
    await expect(panel.getByRole('list', { name: 'Progress' })).toContainText(
      'Succeeded',
    );
    expect(await manifestInGit('checkout', 'staging')).toContain('2.4.0');
    await takeScreenshot(page, '4-succeeded');
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect(environment(page, 'staging')).toContainText('2.4.0');
    await expect(environment(page, 'staging')).toContainText('by a promotion');
    const onward = pathCard(page, 'staging', 'canary');
    await expect(onward).toContainText('Waiting');
    await expect(page.getByRole('status').first()).toContainText(
      /may not move to canary yet: .*; it may pass on \d+ \w+ at \d\d:\d\d UTC/,
    );
  });

  test('after a success, rolling back takes the owner alone, with one reason, and restores the old release', async ({
    page,
  }) => {
    await openTab(page, 'olivia', 'checkout');
    await page.getByRole('button', { name: 'Roll back staging' }).click();
    await page.getByRole('menuitem', { name: /to 2\.3\.1/ }).click();
    const dialog = page.getByRole('dialog', {
      name: 'Roll back staging to 2.3.1',
    });
    await dialog.getByRole('textbox').fill('customers cannot pay');
    await dialog.getByRole('button', { name: 'Roll back to 2.3.1' }).click();
    await expect(
      promotionPanel(page).getByRole('list', { name: 'Progress' }),
    ).toContainText('Succeeded');
    expect(await manifestInGit('checkout', 'staging')).toContain('2.3.1');
    await takeScreenshot(page, '5-rolled-back-by-hand');
  });

  test('staging to canary waits for SRE and QA; the owner’s own approval cannot count', async ({
    page,
  }) => {
    await openTab(page, 'olivia', 'search');
    const plan = await openPlan(page, 'staging', 'canary');
    await plan.getByRole('button', { name: /^Ask for approval of/ }).click();
    const panel = promotionPanel(page);
    const approvals = panel.getByRole('region', { name: 'Approvals' });
    await expect(approvals).toContainText('SRE');
    await expect(approvals).toContainText('QA');
    await expect(panel.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    await expect(
      panel.getByRole('region', { name: 'What you can do' }),
    ).toContainText(
      'You requested this promotion, so someone else must approve it.',
    );
    await takeScreenshot(page, '6-awaiting-approval');
    await expectPanelUsable(page);

    for (const person of ['paul', 'erin'] as const) {
      await openTab(page, person, 'search');
      await pathCard(page, 'staging', 'canary')
        .getByRole('button', { name: 'Follow' })
        .click();
      await expect(
        promotionPanel(page).getByRole('region', { name: 'Approvals' }),
      ).toBeVisible();
      await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(
        0,
      );
      await expect(
        page.getByText('Your approval is asked', { exact: false }),
      ).toHaveCount(0);
    }
    await openTab(page, 'sam', 'search');
    await approve(page);
    await expect(
      promotionPanel(page).getByRole('region', { name: 'Approvals' }),
    ).toContainText(/Sam.* approved/);
    await takeScreenshot(page, '7-first-approval');
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Take back my decision' }).click();
    await page
      .getByRole('form', { name: 'Take back my decision' })
      .getByRole('button', { name: 'Take back my decision' })
      .click();
    await giveApproval(page);
    await expect(
      promotionPanel(page).getByRole('region', { name: 'Approvals' }),
    ).toContainText(/Sam.* approved/);
    await openTab(page, 'quinn', 'search');
    await approve(page);
    await expect(
      promotionPanel(page).getByRole('list', { name: 'Progress' }),
    ).toContainText('Succeeded');
    await takeScreenshot(page, '8-approved-and-live');
  });

  test('canary to production is asked for with the keyboard alone, and goes once SRE, Engineering Lead and Product Owner have agreed', async ({
    page,
  }) => {
    await openTab(page, 'olivia', 'payments');
    const promote = pathCard(page, 'canary', 'production').getByRole('button', {
      name: 'Promote canary to production',
    });
    const plan = page.getByRole('dialog', {
      name: 'Promote canary → production',
    });
    await expect(promote).toBeEnabled();
    await tabTo(page, promote);
    await page.keyboard.press('Enter');
    await expect(plan).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(plan).toHaveCount(0);
    await expect(promote).toBeFocused();
    await page.keyboard.press('Enter');
    const approvals = plan.getByRole('region', { name: 'Approvals' });
    for (const role of ['SRE', 'Engineering Lead', 'Product Owner']) {
      await expect(approvals).toContainText(role);
    }
    await takeScreenshot(page, '9-production-plan');
    await tabTo(
      page,
      plan.getByRole('button', { name: /^Ask for approval of 1\.9\.0/ }),
    );
    await page.keyboard.press('Enter');
    await expect(
      promotionPanel(page).getByRole('list', { name: 'Progress' }),
    ).toBeVisible();

    for (const person of ['sam', 'erin', 'paul'] as const) {
      expect(await manifestInGit('payments', 'production')).toContain('1.8.0');
      await openTab(page, person, 'payments');
      await approve(page);
      await expect(
        promotionPanel(page).getByRole('region', { name: 'Approvals' }),
      ).toContainText(new RegExp(`${person}.* approved`, 'i'));
    }
    await expect(
      promotionPanel(page).getByRole('list', { name: 'Progress' }),
    ).toContainText('Succeeded');
    expect(await manifestInGit('payments', 'production')).toContain('1.9.0');
    await takeScreenshot(page, '21-in-production');
  });

  test('a requirement nobody can meet is said so', async ({ page }) => {
    await openTab(page, 'olivia', 'loyalty');
    await expect(page.getByRole('status').first()).toHaveText(
      /may not move to production: Erin is the only Engineering Lead and also the only Product Owner/,
    );
    await takeScreenshot(page, '10-unsatisfiable');
  });
});
