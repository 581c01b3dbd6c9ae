// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { PromotionClient } from 'backstage-plugin-promotion-common/client';
import { fakePromotionClient } from '../__testUtils__/fakePromotionClient';
import { renderTab } from '../__testUtils__/renderTab';
import { rolledBack } from '../__testUtils__/situations';

describe('a barred release', () => {
  it('may try again once somebody lifts the bar with a reason, and the tab is read again', async () => {
    const asked: Parameters<PromotionClient['liftBar']>[0][] = [];
    let reads = 0;
    const situation = rolledBack('sam');
    const client = fakePromotionClient(situation, {
      getComponent: async () => {
        reads += 1;
        return situation.view;
      },
      liftBar: async request => {
        asked.push(request);
        return { lifted: true };
      },
    });
    renderTab(client, { name: 'notifier' });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Lift the bar on 2.4.0 in staging',
      }),
    );
    const dialog = screen.getByRole('dialog', {
      name: 'Lift the bar on 2.4.0 in staging',
    });
    const confirm = within(dialog).getByRole('button', {
      name: 'Lift the bar',
    });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox'),
      'the database was away',
    );
    const readBefore = reads;
    await userEvent.click(confirm);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked).toMatchObject([
      {
        params: {
          kind: 'component',
          namespace: 'default',
          name: 'notifier',
          environment: 'staging',
        },
        body: { reason: 'the database was away' },
      },
    ]);
    await waitFor(() => expect(reads).toBeGreaterThan(readBefore));
  });

  it('says who may lift the bar to those who may not', async () => {
    const situation = rolledBack('olivia');
    const why = situation.view.lanes[1]!.lift.reason!;
    expect(why).toContain('SRE');
    renderTab(fakePromotionClient(situation), { name: 'notifier' });
    expect(await screen.findByText(why)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /Lift the bar/ }),
    ).not.toBeInTheDocument();
  });
});
