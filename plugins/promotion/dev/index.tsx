// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import '@backstage/cli/asset-types';
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend -- this page is an app of its own
import '@backstage/ui/css/styles.css';
import ReactDOM from 'react-dom/client';
import { ConfigReader } from '@backstage/core-app-api';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import promotionPlugin, { promotionApiRef } from '../src';
import { SignIn } from './SignIn';
import { demoCatalog } from './demoCatalog';
import { situationsClient } from './situationsClient';

// Every situation of the tab without a backend: one component each, answering from the fixtures.
const config = new ConfigReader({
  app: {
    title: 'Promotion situations',
    baseUrl: window.location.origin,
    extensions: [{ 'page:catalog': { config: { path: '/' } } }],
  },
  backend: { baseUrl: window.location.origin },
});

const app = createApp({
  features: [
    catalogPlugin,
    promotionPlugin,
    createFrontendModule({
      pluginId: 'app',
      extensions: [
        SignInPageBlueprint.make({ params: { loader: async () => SignIn } }),
      ],
    }),
    createFrontendModule({
      pluginId: 'catalog',
      extensions: [
        ApiBlueprint.make({
          params: define =>
            define({
              api: catalogApiRef,
              deps: {},
              factory: () => demoCatalog(),
            }),
        }),
      ],
    }),
    createFrontendModule({
      pluginId: 'promotion',
      extensions: [
        ApiBlueprint.make({
          params: define =>
            define({
              api: promotionApiRef,
              deps: {},
              factory: () => situationsClient(),
            }),
        }),
      ],
    }),
  ],
  advanced: { configLoader: async () => ({ config }) },
});

const container = document.getElementById('root');
if (!container) throw new Error('the page has no element #root');
ReactDOM.createRoot(container).render(app.createRoot());
