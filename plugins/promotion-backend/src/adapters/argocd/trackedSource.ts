// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ManifestLocation } from 'backstage-plugin-promotion-common';
import type { ArgocdApplication, ArgocdSource } from './argocdSchema';

/** Which of an application's sources is ours, or why none is. `index` is its place in `sources`; absent: it has one. */
export type TrackedSource =
  | {
      readonly kind: 'ours';
      readonly source: ArgocdSource;
      readonly index?: number;
    }
  | { readonly kind: 'other'; readonly message: string };

/** One spelling for an address of a repository: https, no user, no .git, host in lower case. */
export function normalizeRepositoryUrl(url: string): string {
  const ssh = /^(?:ssh:\/\/)?[\w.-]+@([^:/]+)(?::\d+\/|[:/])(.+)$/.exec(
    url.trim(),
  );
  const plain = ssh ? `https://${ssh[1]}/${ssh[2]}` : url.trim();
  const [, host = '', path = ''] =
    /^https?:\/\/(?:[^@/]*@)?([^/]+)\/(.*)$/i.exec(plain) ?? [];
  return `${host}/${path}`
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}

function trim(path: string): string {
  return path.replace(/^(\.?\/)+|\/+$/g, '');
}

function covers(source: ArgocdSource, manifest: ManifestLocation): boolean {
  const folder = trim(source.path ?? '');
  return (
    folder === '' ||
    folder === '.' ||
    trim(manifest.path).startsWith(`${folder}/`)
  );
}

function tracksBranch(
  source: ArgocdSource,
  branch: string,
  defaultBranch = 'HEAD',
): boolean {
  const target = source.targetRevision || defaultBranch;
  return (
    target === branch ||
    target === `refs/heads/${branch}` ||
    (target === 'HEAD' && /^(main|master)$/.test(branch))
  );
}

/** Finds the source of an application that deploys our manifest (condition 1). */
export function findTrackedSource(
  application: ArgocdApplication,
  manifest: ManifestLocation,
): TrackedSource {
  const { name } = application.metadata;
  const several = application.spec.sources;
  const sources = several.length
    ? several
    : [application.spec.source].filter(source => !!source);
  const wanted = normalizeRepositoryUrl(manifest.repositoryUrl);
  const inRepository = sources.filter(
    source => normalizeRepositoryUrl(source.repoURL) === wanted,
  );
  if (!inRepository.length) {
    const tracked =
      sources
        .map(({ repoURL }) => normalizeRepositoryUrl(repoURL))
        .join(', ') || 'nothing';
    return {
      kind: 'other',
      message: `Application ${name} deploys from ${tracked}, not from ${wanted}. Name the right application in the rules.`,
    };
  }
  const onBranch = inRepository.filter(source =>
    tracksBranch(source, manifest.branch),
  );
  if (!onBranch.length) {
    const tracked = inRepository
      .map(({ targetRevision }) => targetRevision || 'HEAD')
      .join(', ');
    return {
      kind: 'other',
      message: `Application ${name} tracks ${tracked}, not branch ${manifest.branch}. Let it track the branch, or name that one in the rules.`,
    };
  }
  const ours = onBranch.find(source => covers(source, manifest));
  if (!ours) {
    const folders = onBranch.map(({ path }) => path || '/').join(', ');
    return {
      kind: 'other',
      message: `Application ${name} deploys ${folders}, which does not hold ${manifest.path}. Name the right application or manifest in the rules.`,
    };
  }
  return {
    kind: 'ours',
    source: ours,
    index: several.length ? several.indexOf(ours) : undefined,
  };
}

/** The revision the comparison was made against, for our source. */
export function readSyncedRevision(
  application: ArgocdApplication,
  index: number | undefined,
): string | undefined {
  const sync = application.status?.sync;
  return index === undefined ? sync?.revision : sync?.revisions[index];
}
