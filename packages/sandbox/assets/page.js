// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/* The control page: shows /control/state every two seconds and posts what a button names. */
(() => {
  const find = selector => document.querySelector(selector);
  const element = (name, text, className) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const tone = word => {
    if (['Synced', 'Healthy', 'up'].includes(word)) return 'good';
    return ['Degraded', 'Unknown', 'Missing', 'down'].includes(word)
      ? 'bad'
      : 'busy';
  };

  const showApplications = state => {
    const rows = state.components.map(component => {
      const row = document.createElement('tr');
      const head = element('th', component);
      head.scope = 'row';
      row.append(head);
      for (const environment of state.environments) {
        const app = state.applications.find(
          one => one.name === `${component}-${environment}`,
        );
        const cell = element('td', app ? `${app.tag ?? 'nothing'} ` : '–');
        if (app) {
          cell.append(
            element('span', app.sync, tone(app.sync)),
            ' ',
            element('span', app.health, tone(app.health)),
          );
        }
        row.append(cell);
      }
      return row;
    });
    find('#applications tbody').replaceChildren(...rows);
  };

  const showCommits = state => {
    find('#commits').replaceChildren(
      ...state.commits.map(commit => {
        const item = document.createElement('li');
        const link = element('a', commit.sha.slice(0, 7));
        link.href = commit.path;
        item.append(
          link,
          ` ${commit.title} (${commit.author}, ${commit.date})`,
        );
        return item;
      }),
    );
  };

  const show = state => {
    for (const [service, isUp] of Object.entries(state.plugs)) {
      const label = find(`[data-plug="${service}"] .state`);
      label.textContent = isUp ? 'up' : 'down';
      label.className = `state ${tone(label.textContent)}`;
    }
    showApplications(state);
    showCommits(state);
    find('#alerts').textContent = state.alerts.length
      ? `Firing: ${state.alerts
          .map(one => `${one.names.join(', ')} in ${one.place}`)
          .join('; ')}`
      : 'No critical alert fires.';
    const { evidence } = state;
    find('#evidence').textContent = evidence
      ? `${evidence.accepted} accepted, ${evidence.waiting} waiting. ${
          evidence.lastProblem ?? ''
        } ${evidence.refused.join('; ')}`
      : 'No backend is configured.';
  };

  const refresh = async () => {
    try {
      show(await (await fetch('/control/state')).json());
    } catch {
      find('#message').textContent = 'The sandbox does not answer.';
    }
  };

  const act = async button => {
    const fields = new FormData(find('#place'));
    find('#message').textContent = 'Working …';
    const answer = await fetch(`/control/${button.dataset.action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(fields)),
    });
    const body = await answer.json();
    find('#message').textContent = answer.ok
      ? `Done: ${button.textContent}`
      : body.error;
    if (answer.ok) show(body);
  };

  document.addEventListener('click', event => {
    const button = event.target.closest('[data-action]');
    if (button) {
      act(button).catch(error => {
        find('#message').textContent = String(error);
      });
    }
  });
  refresh();
  setInterval(refresh, 2000);
})();
