// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { plan } from '../__testUtils__/promotionFixtures';
import { release } from '../__testUtils__/releaseFixtures';
import { planChanges } from './planChanges';

const move = {
  name: 'checkout',
  from: 'dev',
  to: 'staging',
  release: release('checkout', '2.4.0'),
  before: release('checkout', '2.3.1'),
};
const seen = plan(move);
const otherHash = `sha256:${'d'.repeat(64)}`;
const write = (before: string) => ({
  file: seen.diffs[0]!.file,
  pointer: '/images/[checkout]/newTag',
  before,
  after: '2.4.0',
});

describe('planChanges', () => {
  it('finds nothing between plans of one content', () => {
    expect(planChanges(seen, { ...seen, headline: 'other words' })).toEqual([]);
  });

  it('names the field that somebody changed in between', () => {
    expect(
      planChanges(
        { ...seen, fieldWrites: [write('2.3.1')] },
        { ...seen, fieldWrites: [write('2.3.9')], contentHash: otherHash },
      ),
    ).toEqual([
      'apps/checkout/staging/kustomization.yaml /images/[checkout]/newTag goes from 2.3.9 to 2.4.0',
    ]);
  });

  it('names another release, other rules and other applications', () => {
    expect(
      planChanges(seen, {
        ...seen,
        contentHash: otherHash,
        pathHash: otherHash,
        release: release('checkout', '2.5.0'),
        applications: [],
      }),
    ).toEqual([
      'the release is 2.5.0, it was 2.4.0',
      'the rules of dev → staging changed',
      'it reaches no application, it reached checkout-staging on default',
    ]);
  });
});
