// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const core = './plugins/promotion-common/src';
const backend = './plugins/promotion-backend/src';

/** The layers of the core, lowest first. A layer knows those before it; layers in one line do not know each other. */
const coreLayers = [
  ['model'],
  ['gates'],
  ['rules'],
  ['approvals'],
  ['plan'],
  ['lifecycle'],
  ['facts'],
  ['commands'],
  ['views'],
];

/** The folders of the backend, the same way. */
const backendLayers = [
  ['store', 'rules', 'roles'],
  ['evidence'],
  ['observation'],
  ['facts'],
  ['commands', 'execution', 'views'],
  ['http'],
];

const zonesOf = (root, layers) =>
  layers.flatMap((names, height) =>
    names.map(name => ({
      target: `${root}/${name}`,
      from: layers
        .slice(height)
        .flat()
        .filter(other => other !== name)
        .map(other => `${root}/${other}`),
      message: `${name}/ lies below or beside: ${layers
        .map(line => line.join(', '))
        .join(' ← ')}.`,
    })),
  );

/**
 * Who may not know whom, as zones of the rule `import/no-restricted-paths`: files in `target` must not import files in
 * `from`.
 */
exports.directions = [
  ...[...zonesOf(core, coreLayers), ...zonesOf(backend, backendLayers)].filter(
    ({ from }) => from.length > 0,
  ),
  {
    target: `${core}/!(client|docs|testing)/**`,
    from: [`${core}/client`, `${core}/docs`, `${core}/testing`],
    message:
      'The core knows neither its HTTP client nor the tests, nor what only generated pages need.',
  },
  // Two zones, since a zone takes either patterns or folders.
  {
    target: `${backend}/http`,
    from: `${backend}/adapters`,
    message: 'http/ knows no adapter; ask a service.',
  },
  {
    target: `${backend}/http`,
    from: [
      `${backend}/store/**`,
      `${backend}/**/*Store.ts`,
      `${backend}/**/Database*.ts`,
    ],
    message: 'http/ knows no store; ask a service.',
  },
  {
    target: `${backend}/adapters`,
    from: backend,
    except: ['./adapters'],
    message: 'Adapters know promotion-node and promotion-common alone.',
  },
  {
    target: `${backend}/!(adapters)/**`,
    from: `${backend}/adapters`,
    message: 'Only the entry file names adapters; use their port.',
  },
  {
    target: `${backend}/*/**`,
    from: `${backend}/plugin.ts`,
    message: 'Nothing but the entry file imports plugin.ts.',
  },
];
