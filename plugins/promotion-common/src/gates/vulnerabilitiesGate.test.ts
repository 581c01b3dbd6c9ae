// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence, EvidenceSubject } from '../model/Evidence';
import { makeRelease } from '../model/releaseId';
import {
  ago,
  commit,
  componentRef,
  DAY,
  HOUR,
  judgeOne,
  makeEvidence,
  MINUTE,
} from './__testUtils__/gateFixtures';

const release = makeRelease({
  componentRef,
  version: '3.8.0',
  commit,
  images: [
    { name: 'acme/web', tag: '3.8.0' },
    { name: 'acme/worker', tag: '3.8.0' },
  ],
});

const RULE = {
  kind: 'vulnerabilities',
  maxCritical: 0,
  maxHigh: 0,
  maxAge: '1d',
};

/** A scan of one image, or of whatever the subject names. */
function scan(
  what: string | Omit<Extract<EvidenceSubject, { type: 'release' }>, 'type'>,
  overrides: Partial<Omit<Evidence, 'subject'>> & { critical?: number } = {},
): Evidence {
  const { critical = 0, ...rest } = overrides;
  const subject =
    typeof what === 'string'
      ? { componentRef, image: { name: what, tag: '3.8.0' } }
      : what;
  return makeEvidence(
    {
      kind: 'vulnerabilities',
      scanned: 10,
      critical,
      high: 0,
      medium: 0,
      low: 0,
      unknown: 0,
    },
    { ...rest, subject: { type: 'release', ...subject } },
  );
}

function judge(...evidence: Evidence[]) {
  return judgeOne(RULE, {
    release,
    evidence,
    requesterRefs: ['user:default/olivia'],
  });
}

describe('vulnerabilities of a release with several images', () => {
  it('passes when every image has its own good scan', () => {
    const result = judge(scan('acme/web'), scan('acme/worker'));
    expect(result.status).toBe('passed');
    expect(result.evidenceIds).toHaveLength(2);
  });

  it.each([
    [
      'asserted by a person',
      'no-data',
      scan('acme/worker', { tier: 'asserted', producer: 'user:default/anna' }),
    ],
    [
      'asserted by the requester',
      'no-data',
      scan('acme/worker', {
        tier: 'asserted',
        producer: 'user:default/olivia',
      }),
    ],
    ['stale', 'stale', scan('acme/worker', { observedAt: ago(2 * DAY) })],
    [
      'empty-handed',
      'errored',
      scan('acme/worker', {
        facts: undefined,
        problem: { code: 'errored', message: 'The registry is away.' },
      }),
    ],
    ['bad', 'failed', scan('acme/worker', { critical: 1 })],
  ] as const)(
    'does not pass when the scan of one image is %s',
    (_, status, ofWorker) => {
      expect(judge(scan('acme/web'), ofWorker)).toMatchObject({ status });
      expect(judge(ofWorker, scan('acme/web'))).toMatchObject({ status });
    },
  );

  it('takes no untrusted scan of the whole release for the one that is missing', () => {
    const asserted = scan(
      { componentRef, releaseId: release.releaseId },
      { tier: 'asserted', producer: 'user:default/anna' },
    );
    expect(judge(scan('acme/web'), asserted).status).toBe('no-data');
  });

  it('takes a trusted scan of the whole release for every image', () => {
    const whole = { componentRef, releaseId: release.releaseId };
    expect(judge(scan(whole)).status).toBe('passed');
  });

  it.each([
    ['alone', [], 'There is no vulnerability scan of acme/web, acme/worker.'],
    [
      'beside the scan of one image',
      [scan('acme/web')],
      'There is no vulnerability scan of acme/worker.',
    ],
  ] as const)(
    'takes a good scan of the source, %s, for no scan of an image',
    (_, images, message) => {
      expect(judge(...images, scan({ componentRef, commit }))).toMatchObject({
        status: 'no-data',
        reason: { code: 'image-not-scanned', message },
      });
    },
  );

  it('takes a scan of the source for no scan of the only image either', () => {
    const single = makeRelease({
      ...release,
      images: release.images.slice(0, 1),
    });
    const evidence = [scan({ componentRef, commit })];
    expect(judgeOne(RULE, { release: single, evidence }).status).toBe(
      'no-data',
    );
  });

  it('does not pass on what a scan of the source found, however good the images are', () => {
    const images = [scan('acme/web'), scan('acme/worker')];
    const source = scan({ componentRef, commit }, { critical: 1 });
    expect(judge(...images, source)).toMatchObject({
      status: 'failed',
      reason: {
        message:
          'The scan of the source found 1 critical vulnerability (at most 0).',
      },
    });
  });

  it('takes a scan that names an image for that image alone, whatever else it names', () => {
    const named = scan({
      componentRef,
      releaseId: release.releaseId,
      commit,
      image: { name: 'acme/web', tag: '3.8.0' },
    });
    expect(judge(named)).toMatchObject({
      status: 'no-data',
      reason: {
        code: 'image-not-scanned',
        message: 'There is no vulnerability scan of acme/worker.',
      },
    });
  });

  it('says which image has the findings', () => {
    const result = judge(
      scan('acme/web'),
      scan('acme/worker', { critical: 2 }),
    );
    expect(result.reason.message).toBe(
      'The scan of acme/worker found 2 critical vulnerabilities (at most 0).',
    );
  });

  it('is judged again when the first of the scans grows old', () => {
    const result = judge(
      scan('acme/web', { observedAt: ago(HOUR) }),
      scan('acme/worker', { observedAt: ago(MINUTE) }),
    );
    expect(result.reevaluateAt).toBe('2026-05-21T11:00:00.001Z');
  });
});
