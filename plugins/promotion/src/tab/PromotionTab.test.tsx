// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PromotionApiError } from 'backstage-plugin-promotion-common/client';
import { fakePromotionClient } from '../__testUtils__/fakePromotionClient';
import { renderTab } from '../__testUtils__/renderTab';
import { seriousViolations } from '../__testUtils__/seriousViolations';
import {
  awaitingApproval,
  blocked,
  ready,
  rolledBack,
  troubled,
} from '../__testUtils__/situations';

const answers = (error: {
  status: number;
  code?: string;
  message: string;
}) => ({
  getComponent: async () => {
    throw new PromotionApiError({ name: 'Error', ...error });
  },
});

describe('PromotionTab', () => {
  it('says in one sentence that a release may move, and offers to move it', async () => {
    const situation = ready();
    renderTab(fakePromotionClient(situation), { name: 'checkout' });
    expect(await screen.findByText(situation.view.headline)).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Promote dev to staging' }),
    ).toBeEnabled();
    const staging = screen.getByRole('article', {
      name: 'Environment staging',
    });
    expect(within(staging).getByText('2.3.1')).toBeVisible();
    expect(within(staging).getByText('Healthy')).toBeVisible();
    expect(within(staging).getByText('Synced')).toBeVisible();
    expect(within(staging).getByText('6 d')).toHaveAttribute('datetime');
    const dev = screen.getByRole('article', { name: 'Environment dev' });
    expect(within(dev).getByText(/outside a promotion/)).toHaveTextContent(
      'by Olivia Ortiz',
    );
  });

  it('shows each gate of a path with its figure, limit, source and age', async () => {
    renderTab(fakePromotionClient(blocked('olivia')), {
      name: 'recommendations',
    });
    const gates = await screen.findByRole('list', {
      name: 'Gates of staging to canary',
    });
    const [worst] = within(gates).getAllByRole('listitem');
    expect(worst).toHaveTextContent(
      'Code coverage: Failedci · 3 h agoLine coverage 78 % needs ≥ 80 %',
    );
  });

  it('tells who can remove what stands in the way', async () => {
    renderTab(fakePromotionClient(blocked('olivia')), {
      name: 'recommendations',
    });
    expect(
      await screen.findByRole('link', { name: 'storefront' }),
    ).toHaveAttribute('href', '/catalog/default/group/storefront');
    expect(screen.getByText('SRE')).toBeVisible();
    expect(
      screen.getByRole('button', { name: /Promote staging to canary/ }),
    ).toBeDisabled();
    expect(screen.getByText('5 of 7 gates pass, 2 block')).toBeVisible();
    expect(screen.getAllByText(/may not move to canary/)).toHaveLength(1);
  });

  it('asks exactly the person whose approval would count', async () => {
    renderTab(fakePromotionClient(awaitingApproval('sam')), { name: 'search' });
    expect(
      await screen.findByRole('region', { name: 'Your approval is asked' }),
    ).toBeVisible();
  });

  it('does not ask the requester to approve', async () => {
    renderTab(fakePromotionClient(awaitingApproval('olivia')), {
      name: 'search',
    });
    await screen.findByRole('article', { name: 'Environment canary' });
    expect(
      screen.queryByRole('region', { name: 'Your approval is asked' }),
    ).not.toBeInTheDocument();
  });

  it('shows a release that is barred, and why', async () => {
    renderTab(fakePromotionClient(rolledBack()), { name: 'notifier' });
    const staging = await screen.findByRole('article', {
      name: 'Environment staging',
    });
    expect(staging).toHaveTextContent(/2\.4\.0 barred: .*CrashLoopBackOff/);
    expect(staging).toHaveTextContent(
      /The bar on 2\.2\.9 was lifted by .*: The cache is warm now\./,
    );
  });

  it('shows sources that are away, broken rules and wrong settings with their remedy', async () => {
    renderTab(fakePromotionClient(troubled()), { name: 'newcomer' });
    expect(await screen.findByText('Argo CD does not answer')).toBeVisible();
    expect(screen.getByText(/did you mean "coverage"/)).toBeVisible();
    expect(
      screen.getAllByText(/canary\/kustomization.yaml does not exist/)[0],
    ).toBeVisible();
    expect(screen.getByText('Looking again…')).toBeVisible();
  });

  it.each([
    [
      { status: 404, code: 'no-rules', message: 'Nothing applies.' },
      'No promotion rules apply to this component',
    ],
    [
      { status: 403, message: 'Ask your administrator.' },
      'You may not see the promotions of this component',
    ],
    [
      { status: 500, message: 'Database away.' },
      'Promotions could not be loaded',
    ],
  ])('explains an answer %o', async (error, title) => {
    renderTab(fakePromotionClient(ready(), answers(error)), {
      name: 'checkout',
    });
    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
    expect(screen.getByText(error.message)).toBeVisible();
  });

  it.each(['?path=dev..moon', '?promote=dev..moon'])(
    'says that there is no such path for the old link %s',
    async address => {
      renderTab(fakePromotionClient(ready()), {
        name: 'checkout',
        address: `/${address}`,
      });
      const panel = await screen.findByRole('dialog', { name: 'dev → moon' });
      expect(panel).toHaveTextContent('There is no path from dev to moon');
      expect(panel).toHaveTextContent('staging → canary');
    },
  );

  it('says that there is no such promotion for an old link', async () => {
    const client = fakePromotionClient(ready(), {
      getPromotion: async () => {
        throw new PromotionApiError({
          status: 404,
          name: 'NotFoundError',
          message: 'There is no promotion 42.',
        });
      },
    });
    renderTab(client, { name: 'checkout', address: '/?promotion=42' });
    const panel = await screen.findByRole('dialog', { name: 'Promotion' });
    expect(
      await within(panel).findByText('There is no promotion 42.'),
    ).toBeVisible();
  });

  it('tries again when asked to', async () => {
    const situation = ready();
    let calls = 0;
    const client = fakePromotionClient(situation, {
      getComponent: async () => {
        calls += 1;
        if (calls === 1) throw new TypeError('network');
        return situation.view;
      },
    });
    renderTab(client, { name: 'checkout' });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );
    expect(await screen.findByText(situation.view.headline)).toBeVisible();
  });

  it.each([
    ['ready', ready()],
    ['waiting for approval', awaitingApproval('sam')],
    ['blocked', blocked('sam')],
    ['rolled back', rolledBack()],
    ['troubled', troubled()],
  ])('is usable without eyes or mouse: %s', async (_, situation) => {
    const { container } = renderTab(fakePromotionClient(situation), {
      name: situation.view.name,
    });
    await waitFor(() =>
      expect(
        screen.getByRole('region', { name: 'Environments' }),
      ).toBeVisible(),
    );
    expect(await seriousViolations(container)).toEqual([]);
  });
});
