// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  PromotionApiError,
  type PromotionClient,
  type RouteRequest,
} from 'backstage-plugin-promotion-common/client';
import { fakePromotionClient } from '../__testUtils__/fakePromotionClient';
import { renderTab } from '../__testUtils__/renderTab';
import { seriousViolations } from '../__testUtils__/seriousViolations';
import { awaitingApproval, blocked, ready } from '../__testUtils__/situations';

type Asked = RouteRequest<'createPromotion'>;

function recording(answer: PromotionClient['createPromotion']): {
  asked: Asked[];
  createPromotion: PromotionClient['createPromotion'];
} {
  const asked: Asked[] = [];
  return {
    asked,
    createPromotion: async request => {
      asked.push(request);
      return answer(request);
    },
  };
}

describe('PromotePanel', () => {
  it('shows the plan and asks for exactly what was shown', async () => {
    const situation = ready();
    const started = awaitingApproval('olivia').promotions[0]!;
    const { asked, createPromotion } = recording(async () => ({
      promotionId: started.promotionId,
      promotion: started,
    }));
    const client = fakePromotionClient(
      { ...situation, promotions: [started] },
      { createPromotion },
    );
    renderTab(client, { name: 'checkout' });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Promote dev to staging' }),
    );
    const panel = await screen.findByRole('dialog', {
      name: 'Promote dev → staging',
    });
    const diff = await within(panel).findByRole('region', {
      name: 'Changes in apps/checkout/staging/kustomization.yaml',
    });
    expect(diff).toHaveTextContent('removed newTag: 2.3.1');
    expect(diff).toHaveTextContent('added newTag: 2.4.0');
    expect(panel).toHaveTextContent('checkout-staging (Argo CD default');
    expect(panel).toHaveTextContent(
      'namespace is dev in the source and staging in the target',
    );
    expect(await seriousViolations(panel)).toEqual([]);
    await userEvent.type(
      within(panel).getByRole('textbox', { name: /Reason/ }),
      'release day',
    );
    await userEvent.click(
      within(panel).getByRole('button', { name: 'Promote 2.4.0 to staging' }),
    );
    expect(
      await screen.findByRole('dialog', { name: /^Promotion: 2.4.0/ }),
    ).toBeVisible();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toMatchObject({
      componentRef: 'component:default/checkout',
      from: 'dev',
      to: 'staging',
      releaseId: situation.plan?.release.releaseId,
      contentHash: situation.plan?.contentHash,
      reason: 'release day',
    });
    expect(asked[0]?.idempotencyKey).toMatch(/^[0-9a-f]{32}$/);
  });

  it('shows what changed in between and the plan as it stands now', async () => {
    const situation = ready();
    const current = {
      ...situation.plan!,
      contentHash: `sha256:${'e'.repeat(64)}`,
      pathHash: `sha256:${'f'.repeat(64)}`,
    };
    const { asked, createPromotion } = recording(async () => {
      throw new PromotionApiError({
        status: 409,
        name: 'StaleViewError',
        message: 'The plan changed since you looked. Look again and confirm.',
        current: { plan: current },
      });
    });
    renderTab(fakePromotionClient(situation, { createPromotion }), {
      name: 'checkout',
      address: '/?promote=dev..staging',
    });
    const confirm = { name: 'Promote 2.4.0 to staging' };
    await userEvent.click(await screen.findByRole('button', confirm));
    expect(
      await screen.findByText('the rules of dev → staging have changed'),
    ).toBeVisible();
    expect(screen.getByText(/The plan changed since you looked/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', confirm));
    expect(asked[1]?.body.contentHash).toBe(current.contentHash);
    expect(asked[1]?.idempotencyKey).not.toBe(asked[0]?.idempotencyKey);
  });

  it('lets an SRE override each obstacle with a reason, and names the review', async () => {
    const { asked, createPromotion } = recording(async () => {
      throw new PromotionApiError({
        status: 409,
        name: 'RefusedError',
        message: 'Seen enough.',
      });
    });
    const situation = blocked('sam');
    renderTab(fakePromotionClient(situation, { createPromotion }), {
      name: 'recommendations',
      address: '/?promote=staging..canary',
    });
    const form = await screen.findByRole('form', {
      name: 'Override and promote',
    });
    const confirm = within(form).getByRole('button', {
      name: 'Override and promote 2.4.0 to canary',
    });
    expect(confirm).toBeDisabled();
    expect(form).toHaveTextContent('Override as SRE');
    expect(form).toHaveTextContent('Engineering Lead reviews it within 3 d');
    const boxes = within(form).getAllByRole('checkbox');
    // Whoever asks cannot override the missing approvals of their own promotion.
    expect(boxes).toHaveLength(2);
    for (const box of boxes) await userEvent.click(box);
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(form).getByRole('textbox', { name: /Why it must go/ }),
      'hotfix for the outage',
    );
    await userEvent.click(confirm);
    expect(await screen.findByText('Seen enough.')).toBeVisible();
    expect(asked[0]?.body.overrides).toEqual(
      situation.plan?.obstacles.slice(0, 2).map(({ override }) => ({
        target: override?.target,
        reason: 'hotfix for the outage',
      })),
    );
  });

  it('offers no override to those who may not, and says why', async () => {
    const situation = blocked('olivia');
    const why = situation.view.paths[1]!.override.reason!;
    expect(why).toContain('SRE');
    renderTab(fakePromotionClient(situation), {
      name: 'recommendations',
      address: '/?promote=staging..canary',
    });
    expect(await screen.findByText(why, { exact: false })).toBeVisible();
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });
});
