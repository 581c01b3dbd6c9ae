// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import {
  promotionDeploymentExtensionPoint,
  promotionEvidenceExtensionPoint,
  promotionRepositoryExtensionPoint,
  type EvidenceProvider,
} from 'backstage-plugin-promotion-node';
import {
  FakeClock,
  FakeRepository,
} from 'backstage-plugin-promotion-node/testUtils';
import { promotionModuleArgocd } from './argocd';
import { promotionModuleGithub } from './github';
import { promotionModulePrometheus } from './prometheus';
import { collectRequest } from './prometheus/__testUtils__/collectRequest';

const context = { signal: new AbortController().signal };
const repositoryUrl = 'https://github.com/acme/gitops';

/** What the three modules put into their extension points under this configuration, and what they logged. */
async function start(data: JsonObject) {
  const setRepository = jest.fn();
  const setDeployments = jest.fn();
  const providers: EvidenceProvider[] = [];
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const backend = await startTestBackend({
    extensionPoints: [
      [promotionRepositoryExtensionPoint, { setRepository }],
      [promotionDeploymentExtensionPoint, { setDeployments }],
      [
        promotionEvidenceExtensionPoint,
        {
          addEvidenceProvider: (provider: EvidenceProvider) =>
            providers.push(provider),
        },
      ],
    ],
    features: [
      promotionModuleGithub,
      promotionModuleArgocd,
      promotionModulePrometheus,
      mockServices.rootConfig.factory({ data }),
      logger.factory,
    ],
  });
  await backend.stop();
  const clock = new FakeClock();
  const repository = setRepository.mock.calls[0]?.[0];
  const deployments = setDeployments.mock.calls[0]?.[0](
    new FakeRepository({ clock }),
    clock,
  );
  return {
    repository,
    deployments,
    providers,
    errors: logger.error.mock.calls.map(([message]) => String(message)),
  };
}

const target = {
  application: { instance: 'default', name: 'x' },
  manifest: {
    repositoryUrl: 'https://github.com/acme/gitops',
    branch: 'main',
    path: 'x/kustomization.yaml',
  },
};

describe('the modules of the built-in adapters', () => {
  it('fill their extension points from the configuration', async () => {
    const { deployments, providers, errors } = await start({
      promotion: {
        argocd: {
          instances: [
            { name: 'default', url: 'https://argocd.test', token: 'a.b.c' },
          ],
        },
        prometheus: { url: 'https://prometheus.test' },
      },
    });
    expect(deployments.instances).toEqual(['default']);
    expect(providers.map(({ name, kinds }) => [name, kinds])).toEqual([
      ['prometheus', ['slo', 'error-budget', 'canary']],
    ]);
    expect(errors).toEqual([]);
  });

  it('start without anything declared, and say at the call what is missing', async () => {
    const { repository, deployments, providers } = await start({});
    await expect(
      repository.readHead({ repositoryUrl, branch: 'main' }, context),
    ).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('integrations.github'),
    });
    expect(await deployments.readApplications([target], context)).toMatchObject(
      [
        {
          problems: [
            {
              kind: 'setup',
              message: expect.stringContaining('none is declared'),
            },
          ],
        },
      ],
    );
    expect(providers).toEqual([]);
  });

  it('report themselves when they cannot start, without the secret, and answer every call with the reason', async () => {
    const { repository, deployments, providers, errors } = await start({
      integrations: { github: [{ host: 'not a host', token: 'secret-token' }] },
      promotion: {
        argocd: {
          instances: [
            {
              name: 'default',
              url: 'ftp://argocd.test',
              token: 'secret-token',
            },
          ],
        },
        prometheus: { url: 'https://prometheus.test', username: 'ada' },
      },
    });
    await expect(
      repository.readHead({ repositoryUrl, branch: 'main' }, context),
    ).rejects.toMatchObject({
      message: expect.stringContaining('did not start'),
    });
    await expect(
      deployments.readApplications([target], context),
    ).rejects.toMatchObject({
      message: expect.stringMatching(
        /did not start.*not an http or https address/,
      ),
    });
    const [provider] = providers;
    const collected = await provider?.collect(
      collectRequest({ now: '2026-09-01T12:00:00.000Z' }),
      context,
    );
    expect(collected?.map(({ problem }) => problem?.code)).toEqual([
      'errored',
      'errored',
      'errored',
    ]);
    expect(errors).toHaveLength(3);
    expect(errors.join()).not.toContain('secret-token');
  });

  it.each([
    [
      'no credentials',
      [{ name: 'a', url: 'https://a.test' }],
      /a has no credentials/,
    ],
    [
      'a password missing',
      [{ name: 'a', url: 'https://a.test', username: 'ada' }],
      /username and password/,
    ],
    [
      'one name twice',
      [
        { name: 'a', url: 'https://a.test', token: 't' },
        { name: 'a', url: 'https://b.test', token: 't' },
      ],
      /two Argo CD instances named a/,
    ],
  ])('refuse an Argo CD with %s', async (_title, instances, message) => {
    const { errors } = await start({ promotion: { argocd: { instances } } });
    expect(errors).toEqual([expect.stringMatching(message)]);
  });

  it("refuse a query that would count everybody's requests", async () => {
    const { errors } = await start({
      promotion: {
        prometheus: {
          url: 'https://prometheus.test',
          queries: { requests: 'sum(up)' },
        },
      },
    });
    expect(errors).toEqual([
      expect.stringMatching(/queries\.requests has no \$labels/),
    ]);
  });
});
