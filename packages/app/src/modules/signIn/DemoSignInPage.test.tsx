// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { discoveryApiRef } from '@backstage/core-plugin-api';
import type { IdentityApi } from '@backstage/core-plugin-api';
import {
  registerMswTestHooks,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { DemoSignInPage } from './DemoSignInPage';

const server = setupServer();
registerMswTestHooks(server);

const discoveryApi = {
  getBaseUrl: async (pluginId: string) =>
    `http://backend.example/api/${pluginId}`,
};

/** Answers sign-ins of anybody; `people` collects the names sent. */
function backendThatLetsIn() {
  const people: Array<string | null> = [];
  server.use(
    http.get('http://backend.example/api/auth/demo/refresh', ({ request }) => {
      const name = request.headers.get('x-demo-user');
      people.push(name);
      return HttpResponse.json({
        profile: { displayName: name },
        backstageIdentity: {
          token: `a.${btoa(JSON.stringify({ exp: 4102444800 }))}.c`,
          identity: {
            type: 'user',
            userEntityRef: `user:default/${name}`,
            ownershipEntityRefs: [],
          },
        },
      });
    }),
  );
  return people;
}

/** Renders the page; `signedIn` waits for the identity that it hands to the app. */
function renderPage() {
  const onSignInSuccess = jest.fn<void, [IdentityApi]>();
  renderInTestApp(<DemoSignInPage onSignInSuccess={onSignInSuccess} />, {
    apis: [[discoveryApiRef, discoveryApi]],
  });
  return {
    signedIn: () =>
      waitFor(() => {
        const [identity] = onSignInSuccess.mock.lastCall ?? [];
        if (identity === undefined) throw new Error('not signed in yet');
        return identity;
      }),
  };
}

beforeEach(() => sessionStorage.clear());

describe('the demo sign-in page', () => {
  it('offers six people, each with name, role and what they can do', async () => {
    renderPage();
    const people = await screen.findAllByRole('button');
    expect(people).toHaveLength(6);
    expect(
      screen.getByRole('button', {
        name: /^Sam Sato\s*SRE\s*Approves.*overrides a gate/,
      }),
    ).toBeInTheDocument();
  });

  it('signs in by keyboard as the chosen person and remembers it until sign-out', async () => {
    const people = backendThatLetsIn();
    const { signedIn } = renderPage();
    await screen.findByRole('button', { name: /Quinn Quist/ });
    await userEvent.keyboard('{Tab}{Tab}{Tab}{Tab}{Enter}');

    const identity = await signedIn();
    expect((await identity.getBackstageIdentity()).userEntityRef).toBe(
      'user:default/quinn',
    );
    expect(people).toEqual(['quinn']);
    expect(sessionStorage.getItem('promotion-demo-person')).toBe('quinn');

    await identity.signOut();
    expect(sessionStorage.getItem('promotion-demo-person')).toBeNull();
  });

  it('signs in again without asking after a reload', async () => {
    const people = backendThatLetsIn();
    sessionStorage.setItem('promotion-demo-person', 'erin');
    const { signedIn } = renderPage();
    await signedIn();
    expect(people).toEqual(['erin']);
  });

  it('says why it did not work and offers to choose somebody else', async () => {
    server.use(
      http.get('http://backend.example/api/auth/demo/refresh', () =>
        HttpResponse.json(
          { error: { name: 'AuthenticationError', message: 'no such user' } },
          { status: 401 },
        ),
      ),
    );
    sessionStorage.setItem('promotion-demo-person', 'paul');
    renderPage();
    expect(
      await screen.findByText('Signing in did not work'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Choose somebody else' }),
    ).toBeInTheDocument();
  });
});
