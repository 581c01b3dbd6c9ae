// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { DEMO_ENVIRONMENTS } from '../demo/DemoService';
import { DEMO_SERVICES } from '../demo/demoServices';

const STYLE = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; --line: #8885; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.5rem 3rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2rem; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.card { border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; }
.card h3 { margin: 0 0 .3rem; } .card p { margin: 0 0 .6rem; }
button { font: inherit; padding: .35rem .8rem; border-radius: .4rem; border: 1px solid var(--line); cursor: pointer; }
button:focus-visible, select:focus-visible, a:focus-visible, input:focus-visible { outline: 3px solid #1a73e8; outline-offset: 2px; }
select, input { font: inherit; padding: .3rem; }
.row { display: flex; gap: .6rem; flex-wrap: wrap; align-items: end; margin-bottom: .8rem; }
.row label { display: grid; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; }
.state { font-weight: 600; } .bad { color: #b3261e; } .busy { color: #8a5a00; } .good { color: #146c2e; }
@media (prefers-color-scheme: dark) { .bad { color: #ff8a80; } .busy { color: #ffca6b; } .good { color: #7bd88f; } }
#message { min-height: 1.5em; } .wide { overflow-x: auto; }
`;

const options = (names: readonly string[]) =>
  names.map(name => `<option>${name}</option>`).join('');

/** The page at `/`: what the sandbox is, how it stands, and the plugs to pull. */
export function controlPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox</title>
<style>${STYLE}</style>
<script src="/control/page.js" defer></script>
</head>
<body>
<header>
<h1>Sandbox</h1>
<p>Stands in for GitHub, Argo CD and Prometheus in the demo. The repository is real git; the cluster is imitated.
Pull a plug here and watch what the Promotion tab says.</p>
<p id="message" role="status" aria-live="polite"></p>
</header>
<main>
<h2>Services it plays</h2>
<div class="cards" id="plugs">
${plug('github', 'GitHub', 'Down: it answers 503 to every call.')}
${plug(
  'argocd',
  'Argo CD',
  'Down: nobody can see or sync applications. The cluster goes on.',
)}
${plug(
  'prometheus',
  'Prometheus',
  'Down: no figures about requests and errors.',
)}
</div>

<h2>Trouble for one service</h2>
<form id="place" class="row">
<label>Service <select name="component">${options(
    DEMO_SERVICES.map(one => one.name),
  )}</select></label>
<label>Environment <select name="environment">${options(
    DEMO_ENVIRONMENTS,
  )}</select></label>
</form>
<div class="cards">
${card('Pods', 'The running pods fail their health checks, or recover.', [
  ['pods-unhealthy', 'Make unhealthy'],
  ['pods-healthy', 'Heal'],
])}
${card(
  'Critical alert',
  'Alertmanager reports a critical alert there, or that it is over.',
  [
    ['fire-alert', 'Fire'],
    ['resolve-alert', 'Resolve'],
  ],
)}
${card(
  'Somebody pushes',
  'Grace commits a note to that overlay: now, or exactly between reading and writing of the next promotion.',
  [
    ['push', 'Push now'],
    ['arm-competing-push', 'Arm a competing push'],
  ],
)}
${card(
  'Evidence',
  'The pipeline sends good reports about the newest release of the service.',
  [['send-evidence', 'Send evidence']],
)}
</div>

<h2>Applications</h2>
<div class="wide"><table id="applications"><thead><tr><th scope="col">Service</th>${DEMO_ENVIRONMENTS.map(
    name => `<th scope="col">${name}</th>`,
  ).join('')}</tr></thead><tbody></tbody></table></div>
<p id="alerts"></p>

<h2>Last commits of <a href="/acme/gitops">acme/gitops</a></h2>
<ol id="commits"></ol>

<h2>Evidence sent to the backend</h2>
<p id="evidence"></p>

<h2>Start over</h2>
<p>Puts repository, applications, metrics and plugs back to the beginning. What Backstage has recorded stays there.</p>
<button type="button" data-action="reset">Reset the sandbox</button>
</main>
</body>
</html>
`;
}

function plug(service: string, title: string, text: string): string {
  return `<section class="card" data-plug="${service}"><h3>${title}: <span class="state">…</span></h3><p>${text}</p>
<button type="button" data-action="${service}-down">Unplug</button> <button type="button" data-action="${service}-up">Plug in</button></section>`;
}

function card(
  title: string,
  text: string,
  buttons: readonly (readonly [string, string])[],
): string {
  const list = buttons.map(
    ([action, label]) =>
      `<button type="button" data-action="${action}">${label}</button>`,
  );
  return `<section class="card"><h3>${title}</h3><p>${text}</p>${list.join(
    ' ',
  )}</section>`;
}
