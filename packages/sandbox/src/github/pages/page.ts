// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { escapeHtml } from '../../http/escapeHtml';

/** A plain page, marked as the sandbox's. `body` is HTML whose texts are escaped already. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · sandbox</title>
<style>
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
.sandbox { background: #7a4b00; color: #fff; padding: .3rem .8rem; border-radius: .4rem; display: inline-block; }
.sandbox a { color: inherit; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid #8888; border-radius: .4rem; }
.add { color: #1a7f37; } .del { color: #cf222e; } .hunk { color: #8250df; }
li { margin: .3rem 0; } code { font-size: .95em; }
</style>
</head>
<body>
<p class="sandbox">Sandbox: imitated GitHub over a real git repository · <a href="/">control page</a></p>
${body}
</body>
</html>
`;
}
