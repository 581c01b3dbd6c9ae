// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  PromotionApiError,
  type RouteRequest,
} from 'backstage-plugin-promotion-common/client';
import { fakePromotionClient } from '../__testUtils__/fakePromotionClient';
import { renderTab } from '../__testUtils__/renderTab';
import { seriousViolations } from '../__testUtils__/seriousViolations';
import {
  awaitingApproval,
  ready,
  reviewDue,
  rolledBack,
  type Situation,
} from '../__testUtils__/situations';

const addressOf = ({ promotions }: Situation) =>
  `/?promotion=${promotions[0]?.promotionId}`;

describe('PromotionPanel', () => {
  it('lets the person whose vote counts approve exactly what is shown', async () => {
    const situation = awaitingApproval('sam');
    const shown = situation.promotions[0]!;
    const votes: RouteRequest<'decideApproval'>[] = [];
    const client = fakePromotionClient(situation, {
      decideApproval: async vote => {
        votes.push(vote);
        return {
          promotionId: shown.promotionId,
          promotion: {
            ...shown,
            state: 'executing',
            headline: 'On its way.',
          },
        };
      },
    });
    renderTab(client, { name: 'search', address: addressOf(situation) });
    const panel = await screen.findByRole('dialog', {
      name: 'Promotion: 2.4.0 to canary',
    });
    expect(await seriousViolations(panel)).toEqual([]);
    await userEvent.click(
      within(panel).getByRole('button', { name: 'Approve' }),
    );
    const form = within(panel).getByRole('form', { name: 'Approve' });
    await userEvent.click(
      within(form).getByRole('button', { name: 'Approve' }),
    );
    expect(await screen.findByText('On its way.')).toBeVisible();
    expect(votes[0]).toMatchObject({
      params: { promotionId: shown.promotionId },
      body: { decision: 'approved', contentHash: shown.contentHash },
    });
  });

  it('wants a reason for a rejection', async () => {
    const situation = awaitingApproval('sam');
    renderTab(fakePromotionClient(situation), {
      name: 'search',
      address: addressOf(situation),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Reject' }),
    );
    const form = screen.getByRole('form', { name: 'Reject' });
    const confirm = within(form).getByRole('button', { name: 'Reject' });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(form).getByRole('textbox', { name: /Why not/ }),
      'wrong version',
    );
    expect(confirm).toBeEnabled();
  });

  it('tells the requester why their approval does not count', async () => {
    const situation = awaitingApproval('olivia');
    renderTab(fakePromotionClient(situation), {
      name: 'search',
      address: addressOf(situation),
    });
    const approve = situation.promotions[0]!.commands.find(
      ({ name }) => name === 'approve',
    );
    expect(await screen.findByText(approve!.reason!)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
    expect(
      screen.getByRole('list', { name: 'Decisions that do not count' }),
    ).toHaveTextContent('asked for this promotion');
  });

  it('shows what is true now when a vote came too late', async () => {
    const situation = awaitingApproval('sam');
    const shown = situation.promotions[0]!;
    const client = fakePromotionClient(situation, {
      decideApproval: async () => {
        throw new PromotionApiError({
          status: 409,
          name: 'StaleViewError',
          message: 'This promotion changed since you looked at it.',
          current: {
            promotion: { ...shown, headline: 'It was superseded by 2.5.0.' },
          },
        });
      },
    });
    renderTab(client, { name: 'search', address: addressOf(situation) });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve' }),
    );
    const form = screen.getByRole('form', { name: 'Approve' });
    await userEvent.click(
      within(form).getByRole('button', { name: 'Approve' }),
    );
    expect(
      await screen.findByText('It was superseded by 2.5.0.'),
    ).toBeVisible();
    expect(
      screen.getByText('This promotion changed since you looked at it.'),
    ).toBeVisible();
  });

  it('shows why a promotion was rolled back, with every record', async () => {
    const situation = rolledBack();
    renderTab(fakePromotionClient(situation), {
      name: 'notifier',
      address: addressOf(situation),
    });
    const panel = await screen.findByRole('dialog', { name: /Promotion: 2/ });
    expect(
      within(panel).getByText(situation.promotions[0]!.headline),
    ).toBeVisible();
    const history = within(panel).getByRole('region', { name: 'History' });
    expect(within(history).getAllByRole('listitem')).toHaveLength(
      situation.promotions[0]!.timeline.length,
    );
    const steps = within(panel).getByRole('list', { name: 'Progress' });
    expect(steps).toHaveTextContent('Validatingended here');
    expect(
      within(panel).getByText('CrashLoopBackOff in 2 of 2 pods'),
    ).toBeVisible();
    expect(await seriousViolations(panel)).toEqual([]);
  });

  it('shows verdict and override side by side and lets the reviewer review', async () => {
    const situation = reviewDue();
    const shown = situation.promotions[0]!;
    const reviews: RouteRequest<'reviewOverride'>[] = [];
    const client = fakePromotionClient(situation, {
      reviewOverride: async review => {
        reviews.push(review);
        return {
          promotionId: shown.promotionId,
          promotion: { ...shown, commands: [] },
        };
      },
    });
    renderTab(client, {
      name: 'recommendations',
      address: addressOf(situation),
    });
    const overrides = await screen.findByRole('region', { name: 'Overrides' });
    expect(overrides).toHaveTextContent(
      'failed: Coverage is 78 %, below the limit of 80 %.',
    );
    expect(overrides).toHaveTextContent('“hotfix”');
    expect(overrides).toHaveTextContent('Review by Engineering Lead is due');
    await userEvent.click(
      screen.getByRole('button', { name: 'Review override' }),
    );
    const form = screen.getByRole('form', { name: 'Review override' });
    const [first] = within(form).getAllByRole('radio');
    await userEvent.click(first!);
    await userEvent.type(
      within(form).getByRole('textbox', { name: /What you found/ }),
      'it was right',
    );
    await userEvent.click(
      within(form).getByRole('button', { name: 'Review override' }),
    );
    expect(reviews[0]).toMatchObject({
      params: { overrideId: shown.overrides[0]!.overrideId },
      body: { comment: 'it was right' },
    });
  });

  it('shows the written fields once the file holds them already', async () => {
    const situation = rolledBack();
    const shown = situation.promotions[0]!;
    const { file } = shown.diffs[0]!;
    const written = {
      ...shown,
      diffs: [{ file, diff: '' }],
      fieldWrites: [
        {
          file,
          pointer: '/images/[x]/newTag',
          before: '2.3.1',
          after: '2.4.0',
        },
      ],
    };
    renderTab(fakePromotionClient({ ...situation, promotions: [written] }), {
      name: 'notifier',
      address: addressOf(situation),
    });
    const changes = await screen.findByRole('region', { name: 'Changes' });
    expect(changes).toHaveTextContent('/images/[x]/newTag2.3.1 2.4.0');
  });

  it('rolls an environment back to an earlier release with one reason', async () => {
    const situation = ready();
    const asked: RouteRequest<'rollbackEnvironment'>[] = [];
    const client = fakePromotionClient(situation, {
      rollbackEnvironment: async request => {
        asked.push(request);
        const [promotion] = situation.promotions;
        return { promotionId: promotion!.promotionId, promotion: promotion! };
      },
    });
    renderTab(client, { name: 'checkout' });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Roll back staging' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: /to 2.2.8/ }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Roll back staging to 2.2.8',
    });
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'customers complain',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Roll back to 2.2.8' }),
    );
    expect(
      await screen.findByRole('dialog', { name: /Promotion: 2.3.1/ }),
    ).toBeVisible();
    expect(asked[0]?.body).toMatchObject({
      componentRef: 'component:default/checkout',
      environment: 'staging',
      reason: 'customers complain',
    });
  });
});
