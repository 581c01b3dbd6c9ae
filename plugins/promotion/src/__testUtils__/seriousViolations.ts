// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import axe from 'axe-core';

/** What axe finds that keeps people out. Colours need a real browser and are checked there. */
export async function seriousViolations(
  root: Element = document.body,
): Promise<string[]> {
  const { violations } = await axe.run(root, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`,
    );
}
