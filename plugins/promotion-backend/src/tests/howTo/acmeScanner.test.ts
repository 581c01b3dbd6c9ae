// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import type { Evidence } from 'backstage-plugin-promotion-common';
import { evaluateGates } from 'backstage-plugin-promotion-common/gates';
import { movingTagsOf } from 'backstage-plugin-promotion-common/model';
import { gateRulesSchema } from 'backstage-plugin-promotion-common/rules';
import {
  makeEnvironment,
  makeEnvironmentState,
  makePath,
  makeRelease,
  START,
} from 'backstage-plugin-promotion-common/testing';
import {
  promotionEvidenceExtensionPoint,
  type EvidenceProvider,
} from 'backstage-plugin-promotion-node';
import { evidenceProviderContract } from 'backstage-plugin-promotion-node/testUtils';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { EvidenceCollector } from '../../evidence/EvidenceCollector';
import acmeScannerModule, { AcmeScanner } from './acmeScanner';

const ROOT = join(__dirname, '../../../../..');
const release = makeRelease();
const gate = gateRulesSchema.parse({
  kind: 'vulnerabilities',
  maxCritical: 0,
  maxHigh: 0,
});

/** Acme's scanner, which knows nothing until it is told to have scanned. */
async function startAcme() {
  let hasScanned = false;
  const server = createServer((_, response) => {
    response.statusCode = hasScanned ? 200 : 404;
    response.end(
      JSON.stringify({
        packages: 143,
        critical: 0,
        high: 0,
        finishedAt: START,
        url: 'https://acme.example/reports/1',
      }),
    );
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>(resolve => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return {
    url: `http://127.0.0.1:${port}`,
    haveData: async () => {
      hasScanned = true;
    },
    stop,
  };
}

evidenceProviderContract('The scanner of the how-to', async () => {
  const acme = await startAcme();
  return {
    provider: new AcmeScanner(acme.url),
    request: {
      release,
      environment: makeEnvironment('staging'),
      path: { from: 'staging', to: 'canary' },
      others: [makeEnvironment('canary')],
      state: makeEnvironmentState(),
      gates: [gate],
      now: START,
    },
    haveData: acme.haveData,
    haveNothing: async () => {},
    goDown: acme.stop,
    stop: acme.stop,
  };
});

describe('the how-to of a source of evidence', () => {
  it('shows the code that is tested here, to the letter', async () => {
    const page = await readFile(
      join(ROOT, 'docs/how-to/add-an-evidence-provider.md'),
      'utf8',
    );
    const code = await readFile(join(__dirname, 'acmeScanner.ts'), 'utf8');
    const shown = /```ts\n([\s\S]*?)```/.exec(page)?.[1];
    expect(shown).toBe(code.replace(/^(\/\/.*\n)+\n/, ''));
  });

  it('ends with a gate that passes', async () => {
    const acme = await startAcme();
    await acme.haveData();
    const providers: EvidenceProvider[] = [];
    const promotion = createBackendPlugin({
      pluginId: 'promotion',
      register(registration) {
        registration.registerExtensionPoint(promotionEvidenceExtensionPoint, {
          addEvidenceProvider: provider => providers.push(provider),
        });
        registration.registerInit({ deps: {}, init: async () => {} });
      },
    });
    const backend = await startTestBackend({
      features: [
        promotion,
        acmeScannerModule,
        mockServices.rootConfig.factory({
          data: { acme: { scanner: { baseUrl: acme.url } } },
        }),
      ],
    });
    expect(await judge(providers)).toMatchObject([
      { kind: 'vulnerabilities', status: 'passed', source: 'acme-scanner' },
    ]);
    await backend.stop();
    await acme.stop();
  });
});

/** What the gate says once the backend has collected what the providers answer. */
async function judge(providers: readonly EvidenceProvider[]) {
  const evidence: Evidence[] = [];
  const rules = {
    paths: [makePath({ gates: [gate] })],
    environments: { staging: {}, canary: {} },
    release: { mutableTags: [] },
  };
  const componentRef = release.componentRef;
  const collector = new EvidenceCollector({
    scope: {
      get: async () => ({
        component: { componentRef },
        rules: { rules },
        environments: {
          staging: { ok: true, environment: makeEnvironment('staging') },
          canary: { ok: true, environment: makeEnvironment('canary') },
        },
      }),
    } as never,
    states: {
      forComponent: async () => [makeEnvironmentState()],
    },
    evidence: {
      record: async recorded => {
        evidence.push(...recorded);
      },
      forComponent: async () => [],
      list: async () => [],
      saveRelease: async () => {},
      releases: async () => [],
    },
    providers,
    clock: { now: async () => START },
    logger: mockServices.logger.mock(),
  });
  await collector.collect(componentRef, { from: 'staging', to: 'canary' });
  return evaluateGates(
    { gates: [gate] },
    {
      componentRef,
      from: 'staging',
      to: 'canary',
      release,
      source: makeEnvironmentState(),
      target: makeEnvironmentState({ environment: 'canary' }),
      evidence,
      requesterRefs: [],
      tags: movingTagsOf(rules),
    },
    START,
  );
}
