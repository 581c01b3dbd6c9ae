// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Evidence,
  EvidenceFacts,
  EvidenceSubject,
} from 'backstage-plugin-promotion-common';
import {
  evidenceIdOf,
  makeRelease,
} from 'backstage-plugin-promotion-common/model';
import type { EvidenceStore } from './EvidenceStore';

const componentRef = 'component:default/checkout';
const digest = `sha256:${'d'.repeat(64)}`;

/** An observation with everything a test does not care about filled in. */
export function makeEvidence(
  about: Partial<Omit<Evidence, 'evidenceId' | 'facts' | 'kind'>> & {
    readonly facts?: EvidenceFacts;
    readonly kind?: Evidence['kind'];
  } = {},
): Evidence {
  const facts = about.problem
    ? undefined
    : about.facts ?? { kind: 'coverage', covered: 80, valid: 100 };
  const subject: EvidenceSubject = { type: 'release', componentRef };
  const evidence = {
    subject,
    producer: 'external:ci',
    tier: 'machine' as const,
    observedAt: '2026-09-01T10:00:00.000Z',
    receivedAt: '2026-09-01T10:00:01.000Z',
    ...about,
    kind: about.kind ?? facts?.kind ?? 'coverage',
    ...(facts && { facts }),
  };
  return { ...evidence, evidenceId: evidenceIdOf(evidence) };
}

function build(commit: string, version = '2.4.0'): EvidenceFacts {
  return {
    kind: 'build',
    images: [{ name: 'registry.example/acme/checkout', tag: version, digest }],
    repository: 'acme/checkout',
    commit,
    version,
  };
}

function minute(count: number): string {
  return new Date(
    Date.parse('2026-09-01T10:00:00Z') + count * 60_000,
  ).toISOString();
}

/** What every evidence store does. `create` gives an empty one. */
export function evidenceStoreContract(
  create: () => Promise<EvidenceStore>,
): void {
  let store: EvidenceStore;

  beforeEach(async () => {
    store = await create();
  });

  it('gives back what was recorded, whole', async () => {
    const evidence = makeEvidence({ url: 'https://ci.example/1' });
    await store.record([evidence]);
    expect(await store.forComponent(componentRef)).toEqual([evidence]);
  });

  it('keeps an observation once, however often it is sent', async () => {
    const first = makeEvidence();
    const again = makeEvidence({ receivedAt: minute(9) });
    await store.record([first, first]);
    await store.record([again]);
    expect(await store.forComponent(componentRef)).toEqual([first]);
  });

  it('keeps observations that differ in subject, moment, facts or producer', async () => {
    await store.record([
      makeEvidence(),
      makeEvidence({ producer: 'external:other' }),
      makeEvidence({ observedAt: minute(1) }),
      makeEvidence({ facts: { kind: 'coverage', covered: 81, valid: 100 } }),
      makeEvidence({
        subject: { type: 'release', componentRef, commit: 'abcdef1' },
      }),
    ]);
    expect(await store.list({ componentRef, limit: 10 })).toHaveLength(5);
  });

  it('reads the newest of each part, so that a chatty producer pushes nobody out', async () => {
    const quiet = makeEvidence({ producer: 'external:quiet' });
    const chatty = Array.from({ length: 40 }, (_, index) =>
      makeEvidence({ producer: 'external:chatty', observedAt: minute(index) }),
    );
    await store.record([quiet, ...chatty]);
    const found = await store.forComponent(componentRef);
    expect(found).toEqual([chatty.at(-1), quiet]);
  });

  it('keeps the newest, in whatever order it is sent', async () => {
    const moments = [3, 9, 1].map(each =>
      makeEvidence({ observedAt: minute(each) }),
    );
    for (const each of moments) await store.record([each]);
    expect(await store.forComponent(componentRef)).toEqual([moments[1]]);
  });

  it('tells by suite, tool, module, shard, image, question and trust what takes the place of what', async () => {
    const scan = (scanner?: string): EvidenceFacts => ({
      kind: 'vulnerabilities',
      scanned: 1,
      critical: 0,
      high: 0,
      medium: 0,
      low: 0,
      unknown: 0,
      ...(scanner !== undefined && { scanner }),
    });
    const of = (name: string): EvidenceSubject => ({
      type: 'release',
      componentRef,
      image: { name, tag: '2.4.0' },
    });
    const parts = [
      makeEvidence({ facts: scan() }),
      makeEvidence({ facts: scan('trivy') }),
      makeEvidence({ facts: scan('grype') }),
      makeEvidence({ facts: scan('trivy'), subject: of('acme/web') }),
      makeEvidence({ facts: scan('trivy'), subject: of('acme/worker') }),
      makeEvidence({ part: { module: 'cart' } }),
      makeEvidence({ part: { module: 'cart', tool: 'jacoco' } }),
      makeEvidence({ part: { shard: { index: 1, of: 2 } } }),
      makeEvidence({ part: { shard: { index: 2, of: 2 } } }),
      makeEvidence({ question: 'over 1 h' }),
      makeEvidence({ tier: 'asserted', observedAt: minute(1) }),
    ];
    await store.record(parts);
    const found = await store.forComponent(componentRef);
    expect(found.map(each => each.evidenceId).sort()).toEqual(
      parts.map(each => each.evidenceId).sort(),
    );
  });

  it('keeps the report of one producer, however much others send about whatever', async () => {
    const failing = makeEvidence({
      facts: { kind: 'coverage', covered: 1, valid: 100 },
    });
    await store.record([failing]);
    const invented = Array.from({ length: 1_020 }, (_, index) =>
      makeEvidence({
        subject: {
          type: 'release',
          componentRef,
          commit: (0xa000000 + index).toString(16),
        },
        tier: 'asserted',
        producer: 'user:default/mallory',
        observedAt: minute(1),
      }),
    );
    await store.record(invented);
    const found = await store.forComponent(componentRef);
    expect(found).toContainEqual(failing);
    expect(found.length).toBeLessThan(1_100);
  }, 120_000);

  it('refuses more parts about one subject than are read', async () => {
    const part = (index: number) =>
      makeEvidence({ part: { module: `module-${index}` } });
    await store.record(Array.from({ length: 300 }, (_, index) => part(index)));
    await expect(store.record([part(300)])).rejects.toThrow(
      'has reported 300 parts',
    );
    await store.record([
      { ...part(7), observedAt: minute(2), evidenceId: 'x' },
    ]);
  }, 120_000);

  it('tells the suites of one test run apart', async () => {
    const suites = (['unit', 'integration', 'e2e'] as const).flatMap(suite =>
      Array.from({ length: 4 }, (_, index) =>
        makeEvidence({
          facts: {
            kind: 'tests',
            suite,
            executed: 10,
            failed: 0,
            skipped: 0,
            flaky: 0,
          },
          observedAt: minute(index),
        }),
      ),
    );
    await store.record(suites);
    expect(await store.forComponent(componentRef)).toHaveLength(3);
  });

  it('knows nothing of other components', async () => {
    await store.record([makeEvidence()]);
    expect(await store.forComponent('component:default/search')).toEqual([]);
  });

  it('orders by the moment of observation, also when it was sent late', async () => {
    const late = makeEvidence({ observedAt: minute(-60), producer: 'a' });
    const early = makeEvidence({ observedAt: minute(0), producer: 'b' });
    await store.record([early]);
    await store.record([late]);
    expect(await store.forComponent(componentRef)).toEqual([early, late]);
  });

  it('lists by kind, environment and release, newest first, up to a limit', async () => {
    const releaseId = `sha256:${'1'.repeat(64)}`;
    const inStaging = makeEvidence({
      facts: { kind: 'alerts', critical: [] },
      subject: { type: 'environment', componentRef, environment: 'staging' },
    });
    const ofRelease = makeEvidence({
      subject: { type: 'release', componentRef, releaseId },
      observedAt: minute(5),
    });
    await store.record([inStaging, ofRelease]);
    const filter = { componentRef, limit: 10 };
    expect(await store.list({ ...filter, limit: 1 })).toEqual([ofRelease]);
    expect(await store.list({ ...filter, kind: 'alerts' })).toEqual([
      inStaging,
    ]);
    expect(await store.list({ ...filter, environment: 'staging' })).toEqual([
      inStaging,
    ]);
    expect(await store.list({ ...filter, releaseId })).toEqual([ofRelease]);
  });

  it('refuses a second, different build record for one digest and records nothing of it', async () => {
    const first = makeEvidence({ facts: build('aaaaaaa') });
    await store.record([first]);
    const second = makeEvidence({
      facts: build('bbbbbbb'),
      observedAt: minute(1),
    });
    await expect(store.record([second])).rejects.toThrow(
      'A digest is built once',
    );
    expect(await store.list({ componentRef, limit: 10 })).toEqual([first]);
  });

  it('accepts the same build told by two pipelines', async () => {
    await store.record([makeEvidence({ facts: build('aaaaaaa') })]);
    await store.record([
      makeEvidence({ facts: build('aaaaaaa'), producer: 'external:other' }),
    ]);
    expect(await store.list({ componentRef, limit: 10 })).toHaveLength(2);
  });

  it('lets two different build records sent at once not both in', async () => {
    const outcomes = await Promise.allSettled(
      ['aaaaaaa', 'bbbbbbb'].map(commit =>
        store.record([makeEvidence({ facts: build(commit) })]),
      ),
    );
    expect(outcomes.map(outcome => outcome.status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(await store.list({ componentRef, limit: 10 })).toHaveLength(1);
  });

  it('keeps what was learnt of a release when a poorer look comes later', async () => {
    const images = [{ name: 'registry.example/acme/checkout', digest }];
    const poor = makeRelease({ componentRef, images });
    const rich = makeRelease({
      componentRef,
      images: images.map(image => ({ ...image, tag: '2.4.0' })),
      version: '2.4.0',
      commit: 'abcdef1',
      repository: 'acme/checkout',
    });
    await store.saveRelease(poor);
    await store.saveRelease(rich);
    await store.saveRelease(poor);
    expect(await store.releases(componentRef)).toEqual([rich]);
  });
}
