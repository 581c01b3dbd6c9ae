// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Approval } from 'backstage-plugin-promotion-common';
import {
  makeApproval,
  makeChange,
  makeObservation,
  makeOverride,
  makeValidation,
} from 'backstage-plugin-promotion-common/testing';
import { ago } from './moments';
import {
  ask,
  happened,
  judged,
  person,
  situation,
  type Situation,
  type Told,
} from './story';
import { release, snapshotOf, type World } from './world';

export type { Situation } from './story';

/** 2.4.0 came as far as one environment, 2.3.1 runs in those after it. */
function arrivedIn(name: string, environment: 'dev' | 'staging'): World {
  const isInStaging = environment === 'staging';
  return {
    name,
    live: {
      dev: '2.4.0',
      staging: isInStaging ? '2.4.0' : '2.3.1',
      canary: '2.3.1',
      production: '2.3.1',
    },
  };
}

/** A promotion from dev to staging that was carried out, at a moment when staging still ran another version. */
function deployed(
  name: string,
  move: {
    readonly before: string;
    readonly version: string;
    readonly at: string;
  },
): Told {
  const { before, version, at } = move;
  const snapshot = snapshotOf({
    name,
    live: { dev: version, staging: before },
    now: at,
  });
  const asked = ask(snapshot, {
    from: 'dev',
    to: 'staging',
    promotionId: `promotion-of-${version}`,
  });
  const commitUrl = 'https://github.example/acme/gitops/commit/77aa12bc';
  return happened(
    asked,
    [
      judged(snapshot, asked.promotion),
      { type: 'prepared', change: makeChange({ commitUrl }) },
      { type: 'published', commit: makeChange().commit },
      {
        type: 'observed',
        observation: makeObservation({ status: 'live', observedAt: at }),
      },
    ],
    { at },
  );
}

/** dev → staging may move now; nobody need agree. */
export function ready(): Situation {
  const at = ago({ days: 6 });
  const done = happened(
    deployed('checkout', { before: '2.2.8', version: '2.3.1', at }),
    [{ type: 'validated', results: [makeValidation({ checkedAt: at })] }],
    { at },
  );
  const { promotionId } = done.promotion;
  const world = arrivedIn('checkout', 'dev');
  const old = release('checkout', '2.2.8');
  const snapshot = snapshotOf({
    ...world,
    states: {
      staging: {
        since: at,
        origin: { kind: 'promotion', promotionId },
        history: [
          {
            releaseId: release('checkout', '2.3.1').releaseId,
            version: '2.3.1',
            since: at,
            promotionId,
            succeeded: true,
          },
          {
            releaseId: old.releaseId,
            version: old.version,
            since: ago({ days: 20 }),
            until: at,
            succeeded: true,
          },
        ],
      },
      production: {
        origin: { kind: 'baseline' },
        sync: 'out-of-sync',
        health: 'progressing',
      },
    },
  });
  return situation(snapshot, {
    promotions: [done],
    planned: ['dev', 'staging'],
  });
}

/** staging → canary waits for SRE and QA; the requester's own approval does not count. */
export function awaitingApproval(viewer: 'olivia' | 'sam'): Situation {
  const world = arrivedIn('search', 'staging');
  const asked = ask(snapshotOf({ ...world, now: ago({ minutes: 10 }) }), {
    from: 'staging',
    to: 'canary',
    promotionId: 'promotion-of-search',
  });
  const { promotionId, contentHash } = asked.promotion;
  const by = (name: string): Approval =>
    makeApproval({
      approvalId: `approval-${name}`,
      promotionId,
      contentHash,
      userRef: person(name).ref,
      decidedAt: ago({ minutes: 4 }),
      comment: 'Exploratory tests done.',
    });
  const snapshot = snapshotOf({
    ...world,
    facts: { approvals: [by('olivia'), by('quinn')], open: [asked.promotion] },
  });
  const approved = happened(
    asked,
    [{ type: 'approved', approval: by('quinn') }],
    { at: ago({ minutes: 4 }), by: person('quinn') },
  );
  const open = happened(approved, [judged(snapshot, approved.promotion)], {
    at: ago({ minutes: 4 }),
  });
  return situation(snapshot, { viewer, promotions: [open] });
}

const poorlyReported: World = {
  ...arrivedIn('recommendations', 'staging'),
  reported: {
    coverage: { kind: 'coverage', covered: 780, valid: 1000 },
    vulnerabilities: {
      kind: 'vulnerabilities',
      scanner: 'trivy',
      scanned: 214,
      critical: 0,
      high: 1,
      medium: 2,
      low: 5,
      unknown: 0,
    },
  },
};

/** staging → canary is blocked by coverage and a vulnerability; an SRE may override. */
export function blocked(viewer: 'olivia' | 'sam'): Situation {
  return situation(snapshotOf(poorlyReported), {
    viewer,
    planned: ['staging', 'canary'],
  });
}

/** Sam overrode what blocked; Erin, an Engineering Lead, has yet to review that. */
export function reviewDue(): Situation {
  const asked = ask(
    snapshotOf({ ...poorlyReported, now: ago({ minutes: 10 }) }),
    { from: 'staging', to: 'canary', promotionId: 'promotion-overridden' },
  );
  const { promotionId, contentHash, readiness } = asked.promotion;
  const overrides = (readiness?.obstacles ?? [])
    .filter(({ kind }) => kind === 'gate')
    .flatMap(({ key, message, override }) =>
      override
        ? makeOverride({
            overrideId: key,
            promotionId,
            contentHash,
            target: override.target,
            reason: 'hotfix',
            verdict: `failed: ${message}`,
            overriddenAt: ago({ minutes: 8 }),
            review: { role: 'engineering-lead', dueAt: ago({ days: -3 }) },
          })
        : [],
    );
  const snapshot = snapshotOf({
    ...poorlyReported,
    facts: { overrides, open: [asked.promotion] },
  });
  const open = happened(asked, [judged(snapshot, asked.promotion)], {
    at: ago({ minutes: 8 }),
  });
  return situation(snapshot, { viewer: 'erin', promotions: [open] });
}

/** The new version turned unhealthy in staging; it was rolled back and is barred there. */
export function rolledBack(viewer: 'olivia' | 'sam' = 'sam'): Situation {
  const at = ago({ minutes: 3 });
  const why = 'CrashLoopBackOff in 2 of 2 pods';
  const ended = happened(
    deployed('notifier', {
      before: '2.3.1',
      version: '2.4.0',
      at: ago({ minutes: 8 }),
    }),
    [
      {
        type: 'validated',
        results: [
          makeValidation({ status: 'failed', message: why, checkedAt: at }),
        ],
      },
      { type: 'prepared', change: makeChange() },
      { type: 'published', commit: makeChange().commit },
      {
        type: 'observed',
        observation: makeObservation({ status: 'live', observedAt: at }),
      },
    ],
    { at },
  );
  const { promotionId, componentRef } = ended.promotion;
  const bar = (version: string, reason: string) => ({
    componentRef,
    environment: 'staging',
    releaseId: release('notifier', version).releaseId,
    version,
    reason,
    promotionId,
    barredAt: at,
  });
  const snapshot = snapshotOf({
    ...arrivedIn('notifier', 'dev'),
    states: {
      staging: { since: at, origin: { kind: 'promotion', promotionId } },
    },
    facts: {
      barred: [
        bar('2.4.0', `2.4.0 became degraded in staging: ${why}`),
        {
          ...bar('2.2.9', 'It was slow.'),
          liftedAt: ago({ minutes: 1 }),
          liftedBy: person('sam').ref,
          liftReason: 'The cache is warm now.',
        },
      ],
    },
  });
  return situation(snapshot, { viewer, promotions: [ended] });
}

/** Nobody ever sent evidence; sources are away, the newer rules are broken, and one setting is wrong. */
export function troubled(): Situation {
  const snapshot = snapshotOf({
    name: 'newcomer',
    live: { dev: '0.1.0', staging: '0.0.9', canary: '0.0.9' },
    reported: null,
    states: {
      staging: {
        health: 'unknown',
        problems: [
          {
            source: 'application',
            kind: 'outage',
            code: 'unreachable',
            message: 'Argo CD default answers 503.',
            since: ago({ minutes: 7 }),
          },
        ],
      },
      canary: {
        problems: [
          {
            source: 'repository',
            kind: 'setup',
            code: 'manifest-missing',
            message: 'apps/newcomer/canary/kustomization.yaml does not exist.',
            since: ago({ minutes: 7 }),
          },
        ],
      },
    },
  });
  const rules = {
    ...snapshot.rules,
    problem:
      'promotion-rules.yaml line 12, column 5: unknown key "covrage", did you mean "coverage"?',
  };
  return situation({ ...snapshot, rules }, { collecting: true });
}

/** Every situation by the name of its component; `search` and `recommendations` as an SRE sees them. */
export function allSituations(): Record<string, Situation> {
  return {
    checkout: ready(),
    search: awaitingApproval('sam'),
    'search-owner': awaitingApproval('olivia'),
    recommendations: blocked('sam'),
    'recommendations-owner': blocked('olivia'),
    'recommendations-reviewer': reviewDue(),
    notifier: rolledBack(),
    newcomer: troubled(),
  };
}
