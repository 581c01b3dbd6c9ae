// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import '@testing-library/jest-dom';

// Rendering a whole tab takes seconds on a busy machine.
jest.setTimeout(60_000);

// jsdom has no canvas and says so at length each time axe looks for icon fonts.
HTMLCanvasElement.prototype.getContext = () => null;
