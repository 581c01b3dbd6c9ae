// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from '../lifecycle/Promotion';
import type { PromotionState } from '../lifecycle/states';
import type { Explanation, explanationTones } from '../model/Explanation';
import { entityName } from '../model/titles';

type Told = Pick<Explanation, 'code' | 'tone' | 'message'>;
type Teller = (promotion: Promotion, what: string) => Told;

const told =
  (
    code: string,
    tone: (typeof explanationTones)[number],
    words: (promotion: Promotion, what: string) => string,
  ): Teller =>
  (promotion, what) => ({ code, tone, message: words(promotion, what) });

const outcomeOf = ({ outcome }: Promotion) =>
  outcome ? `: ${withoutStop(outcome.message)}` : '';

/** What people are told in each state; while it waits, the core's own sentence on what stands in the way. */
const tellers = {
  'awaiting-gates': told(
    'awaiting-gates',
    'blocks',
    readinessOr('waits for its gates'),
  ),
  'awaiting-approval': told(
    'awaiting-approval',
    'waits',
    readinessOr('waits for people to agree'),
  ),
  queued: told('queued', 'waits', readinessOr('waits for its turn')),
  executing: told('executing', 'waits', (promotion, what) => {
    const { deployment } = promotion.progress;
    const seen = deployment?.observation?.message;
    if (deployment?.publishedCommit === undefined) {
      return `${what} is being written to the manifests.`;
    }
    return seen === undefined
      ? `${what} is committed and being deployed.`
      : `${what} is committed and being deployed: ${withoutStop(seen)}.`;
  }),
  'awaiting-merge': told(
    'awaiting-merge',
    'waits',
    (_, what) => `${what} waits for its pull request to be merged.`,
  ),
  validating: told('validating', 'waits', (promotion, what) => {
    const running = promotion.progress.validations.find(
      ({ status }) => status === 'running',
    );
    return running
      ? `${what} is live and being validated: ${withoutStop(running.message)}.`
      : `${what} is live and being validated.`;
  }),
  'awaiting-decision': told(
    'awaiting-decision',
    'blocks',
    (promotion, what) =>
      `${what} waits for a person to decide${outcomeOf(promotion)}.`,
  ),
  'rolling-back': told('rolling-back', 'warns', (promotion, what) => {
    const reason = promotion.progress.revert?.reason.message;
    return reason === undefined
      ? `${what} is being rolled back.`
      : `${what} is being rolled back: ${withoutStop(reason)}.`;
  }),
  succeeded: told('succeeded', 'passes', (_, what) => `${what} succeeded.`),
  'rolled-back': told(
    'rolled-back',
    'warns',
    (promotion, what) => `${what} was rolled back${outcomeOf(promotion)}.`,
  ),
  'rollback-failed': told(
    'rollback-failed',
    'blocks',
    (promotion, what) =>
      `${what} failed, and so did going back${outcomeOf(promotion)}.`,
  ),
  failed: told(
    'failed',
    'blocks',
    (promotion, what) => `${what} failed${outcomeOf(promotion)}.`,
  ),
  errored: told(
    'errored',
    'blocks',
    (promotion, what) =>
      `${what} could not be carried out${outcomeOf(promotion)}.`,
  ),
  rejected: told(
    'rejected',
    'blocks',
    (promotion, what) => `${what} was rejected${outcomeOf(promotion)}.`,
  ),
  cancelled: told(
    'cancelled',
    'informs',
    (promotion, what) => `${what} was cancelled${outcomeOf(promotion)}.`,
  ),
  superseded: told(
    'superseded',
    'informs',
    (promotion, what) =>
      `${what} gave way to a newer release${outcomeOf(promotion)}.`,
  ),
  expired: told(
    'expired',
    'informs',
    (promotion, what) => `${what} expired${outcomeOf(promotion)}.`,
  ),
} satisfies Record<PromotionState, Teller>;

/** The sentence on a promotion with its reasons. */
export function explainPromotion(promotion: Promotion): Explanation {
  const { componentRef, kind, release, to, outageMessage, readiness } =
    promotion;
  const name = entityName(componentRef);
  const what =
    kind === 'rollback'
      ? `Going back to ${name} ${release.version} in ${to}`
      : `${name} ${release.version} to ${to}`;
  const main = tellers[promotion.state](promotion, what);
  const isWaiting = isJudged(promotion) && readiness !== undefined;
  const children: Explanation[] = [
    ...(outageMessage === undefined
      ? []
      : [{ code: 'outage', tone: 'waits' as const, message: outageMessage }]),
    ...(isWaiting ? readiness.explanation.children ?? [] : []),
  ];
  const message =
    outageMessage === undefined
      ? main.message
      : `${withoutStop(main.message)}; it waits for a source that is away.`;
  return {
    ...main,
    message,
    ...(isWaiting && {
      tone: readiness.obstacles?.[0]?.tone ?? readiness.explanation.tone,
      code: readiness.explanation.code,
    }),
    ...(children.length > 0 && { children }),
  };
}

function readinessOr(fallback: string) {
  return ({ readiness }: Promotion, what: string): string =>
    readiness?.headline ?? `${what} ${fallback}.`;
}

function isJudged({ state }: Promotion): boolean {
  return ['awaiting-gates', 'awaiting-approval', 'queued'].includes(state);
}

function withoutStop(sentence: string): string {
  return sentence.trim().replace(/\.$/, '');
}
