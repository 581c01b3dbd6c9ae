// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import '@backstage/cli/asset-types';
import '@backstage/ui/css/styles.css';
import ReactDOM from 'react-dom/client';
import { app } from './App';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no element #root');
ReactDOM.createRoot(container).render(app.createRoot());
