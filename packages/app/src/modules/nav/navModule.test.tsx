// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { navModule } from './navModule';

const deployments = createFrontendPlugin({
  pluginId: 'deployments',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/deployments',
        title: 'Deployments',
        icon: <span />,
        loader: async () => <div>All deployments</div>,
      },
    }),
  ],
});

function renderSidebar(sandboxUrl?: string) {
  const identity = mockApis.identity.mock();
  renderTestApp({
    features: [navModule, deployments],
    apis: [identity],
    config: {
      app: {
        extensions: [{ 'nav-content:app': { config: { sandboxUrl } } }],
      },
    },
    initialRouteEntries: ['/deployments'],
  });
  return identity;
}

describe('the sidebar', () => {
  it('leads to the pages of all plugins and to the sandbox where there is one', async () => {
    renderSidebar('http://localhost:7010/');
    expect(
      await screen.findByRole('link', { name: 'Deployments' }),
    ).toHaveAttribute('href', '/deployments');
    expect(screen.getByRole('link', { name: /^Sandbox/ })).toHaveAttribute(
      'href',
      'http://localhost:7010/',
    );
  });

  it('has no link to a sandbox where none is configured', async () => {
    renderSidebar();
    await screen.findByRole('link', { name: 'Deployments' });
    expect(screen.queryByText('Sandbox')).not.toBeInTheDocument();
  });

  it('signs out', async () => {
    const identity = renderSidebar();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Sign out' }),
    );
    expect(identity.signOut).toHaveBeenCalledTimes(1);
  });
});
