// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  askBackend,
  controlSandbox,
  environment,
  expect,
  expectPanelUsable,
  expectUsable,
  manifestInGit,
  openPlan,
  openTab,
  pathCard,
  promotionPanel,
  takeScreenshot,
  test,
  themes,
} from './fixtures';

test.describe('the story of what goes wrong', () => {
  test('a blocked release says why and what would help, and one SRE overrides its gates, another the missing approval, and the Engineering Lead reviews both', async ({
    page,
  }) => {
    await openTab(page, 'olivia', 'recommendations');
    const path = pathCard(page, 'staging', 'canary');
    await expect(path).toContainText('78 %');
    await expect(
      path.getByRole('button', { name: 'Promote staging to canary' }),
    ).toBeDisabled();
    await expect(page.getByRole('status').first()).toHaveText(
      /may not move to canary: coverage is 78 %.*1 high vulnerability.*SRE can override/,
    );
    await takeScreenshot(page, '12-blocked');
    const headline = await page.getByRole('status').first().textContent();
    const refusal = await askBackend(page, '/promotions', {
      componentRef: 'component:default/recommendations',
      from: 'staging',
      to: 'canary',
    });
    expect(refusal).toMatchObject({
      status: 409,
      body: { error: { name: 'RefusedError', code: 'gates-do-not-pass' } },
    });
    expect(headline).toContain(refusal.body.error.explanation.message);
    expect(await manifestInGit('recommendations', 'canary')).not.toContain(
      '0.12.0',
    );
    await path.getByRole('button', { name: /what would help/ }).click();
    await expectPanelUsable(page);

    await openTab(page, 'sam', 'recommendations');
    const plan = await openPlan(page, 'staging', 'canary');
    const form = plan.getByRole('form', { name: 'Override and promote' });
    await expect(form).not.toContainText('Required approvals');
    for (const box of await form.getByRole('checkbox').all()) {
      await box.focus();
      await page.keyboard.press('Space');
      await expect(box).toBeChecked();
    }
    await form.getByRole('textbox').fill('the old model recommends nothing');
    await takeScreenshot(page, '13-override');
    await form.getByRole('button', { name: /^Override and promote/ }).click();
    const overrides = page.getByRole('region', { name: 'Overrides' });
    await expect(overrides).toContainText('the old model recommends nothing');
    await expect(overrides).toContainText(/78 %/);
    await overrides.scrollIntoViewIfNeeded();
    await takeScreenshot(page, '14-verdict-beside-override');
    await expect(promotionPanel(page)).toContainText(
      'You requested this promotion, so someone else must approve it.',
    );
    await expect(
      page.getByRole('button', { name: 'Override', exact: true }),
    ).toHaveCount(0);
    expect(await manifestInGit('recommendations', 'canary')).not.toContain(
      '0.12.0',
    );

    await openTab(page, 'sofia', 'recommendations');
    await page.getByRole('button', { name: 'Look and decide' }).click();
    await page.getByRole('button', { name: 'Override', exact: true }).click();
    const approval = page.getByRole('form', { name: 'Override' });
    await expect(
      approval.getByRole('radio', { name: 'Missing approvals' }),
    ).toBeChecked();
    await approval.getByRole('textbox').fill('nobody of QA is awake');
    await approval
      .getByRole('button', { name: 'Override', exact: true })
      .click();
    await expect(overrides).toContainText('nobody of QA is awake');
    await expect(page.getByRole('list', { name: 'Progress' })).toContainText(
      'Succeeded',
    );
    expect(await manifestInGit('recommendations', 'canary')).toContain(
      '0.12.0',
    );

    await openTab(page, 'erin', 'recommendations');
    const review = page
      .getByRole('region', { name: 'A review waits for you' })
      .first();
    await expect(review).toBeVisible();
    await takeScreenshot(page, '15-review-waits');
    await review.getByRole('button', { name: 'Review' }).click();
    await expect(
      page.getByRole('button', { name: 'Review override' }),
    ).toBeVisible();
  });

  test('a release that turns unhealthy is rolled back, and barred with the reason', async ({
    page,
  }) => {
    const before = await manifestInGit('notifier', 'staging');
    await openTab(page, 'olivia', 'notifier');
    const plan = await openPlan(page, 'dev', 'staging');
    await plan.getByRole('button', { name: /^Promote .* to staging/ }).click();
    const panel = page.getByRole('dialog', { name: /^Promotion/ });
    await expect(panel).toContainText(
      /It has until .* UTC to recover before this counts as failed/,
    );
    await expect(panel.getByRole('list', { name: 'Progress' })).toContainText(
      'Rolled back',
    );
    await takeScreenshot(page, '16-rolled-back');
    await expectPanelUsable(page);
    expect(await manifestInGit('notifier', 'staging')).toBe(before);
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect(environment(page, 'staging')).toContainText(/barred/);
    await expect(environment(page, 'staging')).toContainText(
      'Only SRE can allow 3.3.0 in staging again.',
    );
    await takeScreenshot(page, '17-barred');

    await openTab(page, 'sam', 'notifier');
    await page
      .getByRole('button', { name: 'Lift the bar on 3.3.0 in staging' })
      .click();
    const dialog = page.getByRole('dialog', { name: /^Lift the bar/ });
    await dialog.getByRole('textbox').fill('the secret is there now');
    await dialog.getByRole('button', { name: 'Lift the bar' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(environment(page, 'staging')).not.toContainText(/barred/);
    await expect(
      pathCard(page, 'dev', 'staging').getByRole('button', {
        name: 'Promote dev to staging',
      }),
    ).toBeEnabled();
  });

  test('the tab says when Argo CD does not answer, and keeps what was known', async ({
    page,
  }) => {
    await openTab(page, 'olivia', 'payments');
    await controlSandbox('argocd-down');
    try {
      await expect(page.getByText(/Argo CD.* does not answer/i)).toBeVisible();
      await expect(environment(page, 'canary')).toContainText('1.9.0');
      await takeScreenshot(page, '18-source-away');
    } finally {
      await controlSandbox('argocd-up');
    }
  });

  for (const theme of themes) {
    test(`axe finds nothing serious in the ${theme} theme`, async ({
      page,
    }) => {
      await page.addInitScript(
        name => localStorage.setItem('theme', name),
        theme,
      );
      for (const service of ['payments', 'recommendations', 'notifier']) {
        await openTab(page, 'olivia', service);
        await expectUsable(
          page,
          '[aria-label="Environments"]',
          '[aria-label="Recent promotions"]',
        );
      }
    });
  }
});
