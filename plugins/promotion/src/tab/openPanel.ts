// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** What is open over the tab, as it stands in the address: `?promotion=<id>`, `?path=dev..staging`, `?promote=dev..staging`. */
export type OpenPanel =
  | { readonly kind: 'promotion'; readonly promotionId: string }
  | { readonly kind: 'path'; readonly from: string; readonly to: string }
  | { readonly kind: 'promote'; readonly from: string; readonly to: string };

const names = ['promotion', 'path', 'promote'] as const;

/** Reads the open panel from the address; absent or not understood: nothing is open. */
export function readOpenPanel(search: URLSearchParams): OpenPanel | undefined {
  const promotionId = search.get('promotion');
  if (promotionId) return { kind: 'promotion', promotionId };
  for (const kind of ['promote', 'path'] as const) {
    const [from, to, ...more] = (search.get(kind) ?? '').split('..');
    if (from && to && more.length === 0) return { kind, from, to };
  }
  return undefined;
}

/** The address with this panel open (or none), everything else in it kept. */
export function writeOpenPanel(
  search: URLSearchParams,
  panel: OpenPanel | undefined,
): URLSearchParams {
  const next = new URLSearchParams(search);
  names.forEach(name => next.delete(name));
  if (panel?.kind === 'promotion') next.set('promotion', panel.promotionId);
  else if (panel) next.set(panel.kind, `${panel.from}..${panel.to}`);
  return next;
}
