// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  promotionEvidenceExtensionPoint,
  type CallContext,
  type CollectedEvidence,
  type CollectRequest,
  type EvidenceProvider,
} from 'backstage-plugin-promotion-node';
import { z } from 'zod';

const reportSchema = z.object({
  packages: z.number(),
  critical: z.number(),
  high: z.number(),
  finishedAt: z.string(),
  url: z.string(),
});

export class AcmeScanner implements EvidenceProvider {
  readonly name = 'acme-scanner';
  readonly kinds = ['vulnerabilities'] as const;
  readonly #baseUrl: string;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** One answer for each image of the release: a scan of one says nothing of another. */
  async collect(
    { release, gates, now }: CollectRequest,
    { signal }: CallContext,
  ): Promise<readonly CollectedEvidence[]> {
    if (!gates.some(gate => gate.kind === 'vulnerabilities')) return [];
    return Promise.all(
      release.images.map(async ({ name, tag, digest }) => {
        const about = {
          kind: 'vulnerabilities',
          subject: 'release',
          image: name,
          part: { tool: 'acme' },
          observedAt: now,
        } as const;
        const reference = `${name}${digest ? `@${digest}` : `:${tag}`}`;
        try {
          const response = await fetch(
            `${this.#baseUrl}/reports/${encodeURIComponent(reference)}`,
            { signal },
          );
          if (response.status === 404) {
            const message = `Acme has not scanned ${reference}.`;
            return { ...about, problem: { code: 'no-data', message } } as const;
          }
          const { packages, critical, high, finishedAt, url } =
            reportSchema.parse(await response.json());
          return {
            ...about,
            facts: {
              kind: 'vulnerabilities',
              scanned: packages,
              critical,
              high,
              medium: 0,
              low: 0,
              unknown: 0,
            },
            observedAt: finishedAt,
            url,
          } as const;
        } catch (error) {
          const message = `Acme is unreachable: ${String(error)}`;
          return { ...about, problem: { code: 'errored', message } } as const;
        }
      }),
    );
  }
}

export default createBackendModule({
  pluginId: 'promotion',
  moduleId: 'acme-scanner',
  register(env) {
    env.registerInit({
      deps: {
        evidence: promotionEvidenceExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ evidence, config }) {
        const baseUrl = config.getString('acme.scanner.baseUrl');
        evidence.addEvidenceProvider(new AcmeScanner(baseUrl));
      },
    });
  },
});
