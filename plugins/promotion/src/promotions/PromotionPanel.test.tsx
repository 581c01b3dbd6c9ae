// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  PromotionApiError,
  type RouteRequest,
} from 'backstage-plugin-promotion-common/client';
import { fakePromotionClient } from '../__testUtils__/fakePromotionClient';
import { may } from '../__testUtils__/promotionFixtures';
import { renderTab } from '../__testUtils__/renderTab';
import { seriousViolations } from '../__testUtils__/seriousViolations';
import {
  awaitingApproval,
  ready,
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
    expect(
      await screen.findByText(/so your approval does not count/),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
    expect(
      screen.getByRole('list', { name: 'Decisions that do not count' }),
    ).toHaveTextContent('whoever asks for a promotion does not approve it');
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
      within(panel).getByText(/Rolled back to 2.3.1. 2.4.0 became degraded/),
    ).toBeVisible();
    const history = within(panel).getByRole('region', { name: 'History' });
    expect(within(history).getAllByRole('listitem')).toHaveLength(5);
    const steps = within(panel).getByRole('list', { name: 'Progress' });
    expect(steps).toHaveTextContent('Validatingended here');
    expect(
      within(panel).getByText('CrashLoopBackOff in 2 of 2 pods'),
    ).toBeVisible();
    expect(await seriousViolations(panel)).toEqual([]);
  });

  it('shows verdict and override side by side and lets the reviewer review', async () => {
    const situation = awaitingApproval('sam');
    const shown = situation.promotions[0]!;
    const reviews: RouteRequest<'reviewOverride'>[] = [];
    const withOverride = {
      ...shown,
      commands: [{ ...may('review'), choices: ['o1'] }],
      overrides: [
        {
          overrideId: 'o1',
          promotionId: shown.promotionId,
          target: { kind: 'gate' as const, gateId: 'coverage' },
          userRef: 'user:default/sam',
          role: 'sre',
          reason: 'hotfix',
          contentHash: shown.contentHash,
          overriddenAt: shown.requestedAt,
          verdict: 'failed: line coverage is 78 %',
          review: { role: 'engineering-lead', dueAt: shown.requestedAt },
        },
      ],
    };
    const client = fakePromotionClient(
      { ...situation, promotions: [withOverride] },
      {
        reviewOverride: async review => {
          reviews.push(review);
          return {
            promotionId: withOverride.promotionId,
            promotion: { ...withOverride, commands: [] },
          };
        },
      },
    );
    renderTab(client, { name: 'search', address: addressOf(situation) });
    const overrides = await screen.findByRole('region', { name: 'Overrides' });
    expect(overrides).toHaveTextContent('failed: line coverage is 78 %');
    expect(overrides).toHaveTextContent('“hotfix”');
    expect(overrides).toHaveTextContent('Review by Engineering Lead is due');
    await userEvent.click(
      screen.getByRole('button', { name: 'Review override' }),
    );
    const form = screen.getByRole('form', { name: 'Review override' });
    await userEvent.type(
      within(form).getByRole('textbox', { name: /What you found/ }),
      'it was right',
    );
    await userEvent.click(
      within(form).getByRole('button', { name: 'Review override' }),
    );
    expect(reviews[0]).toMatchObject({
      params: { overrideId: 'o1' },
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
