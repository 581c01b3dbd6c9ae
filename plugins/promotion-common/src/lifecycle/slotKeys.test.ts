// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { makeEnvironment, makePromotion, makeTerms } from '../testing';
import { slotKeys } from './slotKeys';

const writing = (repositoryUrl: string, path: string) => {
  const target = makeEnvironment('canary');
  const targets = target.targets.map(one => ({
    ...one,
    manifest: { ...one.manifest, repositoryUrl, path },
  }));
  return slotKeys({
    ...makePromotion(),
    fieldWrites: [],
    terms: { ...makeTerms(), target: { ...target, targets } },
  });
};

describe('the slots of a promotion', () => {
  it('are its place, its files and its applications, sorted and once each', () => {
    const keys = slotKeys(makePromotion());
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(keys.map(key => key.split(':')[0])).toEqual(['app', 'env', 'file']);
  });

  it('are the same however a repository is spelled, and not the same for another file', () => {
    const key = writing('https://github.example/acme/gitops', 'a.yaml');
    expect(writing('https://GitHub.example/Acme/GitOps', 'a.yaml')).toEqual(
      key,
    );
    expect(writing('https://github.example/acme/gitops', 'A.yaml')).not.toEqual(
      key,
    );
  });
});
