// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { allow } from '../lifecycle/PersonEvent';
import type { Promotion } from '../lifecycle/Promotion';
import { holdsSlots, isTerminal, isWaiting } from '../lifecycle/isTerminal';
import { hasPublished } from '../lifecycle/steps';
import type { LiveInterval } from '../model/EnvironmentState';
import type { Release } from '../model/Release';
import type { PathRules } from '../rules/PromotionRules';
import { restoringRoles } from '../rules/pathSection';
import { involvedRoles } from './authority';
import type { CommandRule, Offer } from './CommandRule';
import type { Refused } from './CommandRefusal';
import { refused } from './CommandRefusal';
import { isRequester, needsRole } from './rights';
import type {
  EnvironmentSubject,
  Person,
  PromotionSubject,
  Surroundings,
} from './subjects';

/**
 * Whether the person can roll back on these paths, and as which roles. Several: it takes the right on each of them, as
 * what stands there may have come by any.
 */
function rollbackRight(
  paths: readonly PathRules[],
  person: Person,
  { people, what }: { readonly people: Surroundings; readonly what: string },
): Offer | Refused {
  if (person.userRef === undefined) return peopleOnly();
  if (paths.length === 0) return needsRole([], what, { person, people });
  const as = new Set<string>();
  for (const path of paths) {
    const right = needsRole(restoringRoles(path), what, { person, people });
    if (!right.allowed) return right;
    right.as.forEach(role => as.add(role));
  }
  return { allowed: true, as: [...as] };
}

/** Said to a service, and to whoever acts through one. */
export function peopleOnly(): Refused {
  return refused(
    'people-only',
    'Only a signed-in person can do this, not a service or agent acting for one.',
  );
}

/** Nothing is known to be on the branch: it can still be stopped without a trace. */
function isUnpublished({ state, progress }: Promotion): boolean {
  return (
    isWaiting(state) ||
    state === 'awaiting-merge' ||
    (state === 'executing' && progress.deployment?.publishedAt === undefined)
  );
}

/** Cancelling: without a trace until it is published; from then on it is rolling back, and asks for what that asks for. */
export const cancelRule: CommandRule<'cancel'> = {
  offer: (subject, person) => {
    const { promotion } = subject;
    const { state, progress } = promotion;
    const { path } = promotion.terms;
    if (isTerminal(state)) return refused('not-open', 'It has ended.');
    if (state === 'rolling-back') {
      return refused('already-under-way', 'It is being rolled back already.');
    }
    if (state === 'awaiting-decision') return needsDecision();
    if (progress.cancelRequested) {
      return refused('already-under-way', 'It is being cancelled already.');
    }
    if (!isUnpublished(promotion)) {
      return rollbackRight([path], person, {
        people: subject,
        what: `cancel what is published in ${path.to}, which rolls it back`,
      });
    }
    if (isRequester(person, promotion)) return { allowed: true };
    return promotion.kind === 'rollback'
      ? rollbackRight([path], person, {
          people: subject,
          what: `stop a rollback of ${path.to}, besides its requesters`,
        })
      : needsRole(involvedRoles(path), 'cancel this, besides its requesters', {
          person,
          people: subject,
        });
  },
  decide: ({ reason }, { subject, person }) => {
    const right = rollbackRight([subject.promotion.terms.path], person, {
      people: subject,
      what: 'roll back',
    });
    return {
      allowed: true,
      decision: {
        event: allow({
          type: 'cancel-requested',
          actor: person.actor,
          reason,
          canRollBack: right.allowed,
        }),
      },
    };
  },
};

function needsDecision(): Refused {
  return refused(
    'already-under-way',
    'This promotion needs a decision first; rolling back is one option.',
  );
}

/** Putting back what was there: by stopping one that is under way, or by a new promotion for one that ended. */
export const rollbackRule: CommandRule<'rollback'> = {
  offer: (subject, person) => {
    const { promotion } = subject;
    const { state, targetState, releaseBefore, progress, to } = promotion;
    if (state === 'rolling-back') {
      return refused('already-under-way', 'It is being rolled back already.');
    }
    if (state === 'awaiting-decision') return needsDecision();
    const isUnderWay =
      state === 'validating' ||
      (state === 'executing' && progress.deployment?.publishedAt !== undefined);
    const hasLeftSomething =
      isTerminal(state) &&
      (state === 'succeeded' || hasPublished(promotion)) &&
      targetState !== 'restored' &&
      targetState !== 'untouched';
    if (!isUnderWay && !hasLeftSomething) {
      return refused(
        'nothing-to-restore',
        `This promotion has left nothing in ${to} that could be rolled back.`,
      );
    }
    if (progress.deployment?.unchanged) {
      return refused(
        'nothing-to-restore',
        `This promotion changed nothing in ${to}, so there is nothing to roll back.`,
      );
    }
    if (releaseBefore === undefined) {
      return refused(
        'nothing-to-restore',
        `The previous release in ${to} is unknown.`,
        { remedy: `Roll ${to} back to a release that succeeded there.` },
      );
    }
    const right = rollbackRight([promotion.terms.path], person, {
      people: subject,
      what: `roll back ${to}`,
    });
    return right.allowed && !isUnderWay
      ? whyNotItsToUndo(subject) ?? right
      : right;
  },
  decide: ({ reason }, { subject, person }) => ({
    allowed: true,
    decision: isTerminal(subject.promotion.state)
      ? {}
      : {
          event: allow({
            type: 'rollback-requested',
            actor: person.actor,
            reason,
          }),
        },
  }),
};

/** An ended promotion takes back only what it brought itself: not a later release, and not under another promotion. */
function whyNotItsToUndo({
  promotion,
  target,
  open = [],
}: PromotionSubject): Refused | undefined {
  const { promotionId, to, release } = promotion;
  const running = open.find(
    other =>
      other.to === to &&
      other.promotionId !== promotionId &&
      other.rollbackOf !== promotionId &&
      holdsSlots(other.state),
  );
  if (running) return underAnother(running);
  return target?.desired && target.desired.releaseId !== release.releaseId
    ? replacedThere(to, { now: target.desired, undone: release })
    : undefined;
}

function underAnother({ release, to, kind }: Promotion): Refused {
  return refused(
    'already-under-way',
    kind === 'rollback'
      ? `${to} is being rolled back to ${release.version} already.`
      : `${release.version} is being promoted to ${to}; roll that promotion back instead.`,
  );
}

/** Said where something else stands than what was to be taken back. */
export function replacedThere(
  to: string,
  {
    now,
    undone,
  }: {
    readonly now: Pick<Release, 'version'>;
    readonly undone: Pick<Release, 'version'>;
  },
): Refused {
  return refused(
    'nothing-to-restore',
    `${undone.version} no longer runs in ${to}: ${now.version} runs there now.`,
    { remedy: `Roll back ${now.version} instead.` },
  );
}

/** Choosing what happens to a promotion that needs a decision. */
export const decideRule: CommandRule<'decide'> = {
  offer: (subject, person) => {
    const { state, terms, to } = subject.promotion;
    return state === 'awaiting-decision'
      ? rollbackRight([terms.path], person, {
          people: subject,
          what: `decide about ${to}`,
        })
      : refused('nothing-to-decide', 'This promotion needs no decision.');
  },
  decide: ({ choice, reason }, { subject, person }) => {
    const { releaseBefore, progress, to } = subject.promotion;
    return choice === 'rollback' &&
      (releaseBefore === undefined || progress.deployment?.unchanged)
      ? refused(
          'nothing-to-restore',
          `The previous release in ${to} is unknown, so it can only be left as it is.`,
        )
      : {
          allowed: true,
          decision: {
            event: allow({
              type: 'decided',
              actor: person.actor,
              choice,
              reason,
            }),
          },
        };
  },
};

/** Asking for the same again, once it has ended without success. */
export const retryRule: CommandRule<'retry'> = {
  offer: (subject, person) => {
    const { state, kind, terms, to } = subject.promotion;
    if (!isTerminal(state)) {
      return refused('not-retryable', 'It is still under way.');
    }
    if (state === 'succeeded') {
      return refused(
        'not-retryable',
        'It succeeded; there is nothing to retry.',
      );
    }
    if (state === 'superseded') {
      return refused('not-retryable', 'A newer release replaced it.', {
        remedy: 'Promote the newer release, or request this one again.',
      });
    }
    const right =
      kind === 'rollback'
        ? rollbackRight([terms.path], person, {
            people: subject,
            what: `roll back ${to}`,
          })
        : { allowed: true as const };
    return right.allowed ? { ...right, ...undoneWarning(subject) } : right;
  },
  decide: () => ({ allowed: true, decision: {} }),
};

/** Somebody changed by hand what this promotion had deployed; deploying it again undoes that. */
function undoneWarning({
  promotion,
}: PromotionSubject): Pick<Offer, 'warning'> {
  const { progress, outcome, release, to } = promotion;
  const { overtakenBy } =
    (progress.revert ?? progress.deployment)?.observation ?? {};
  return overtakenBy && outcome
    ? {
        warning: `${outcome.message} Retrying deploys ${release.version} to ${to} again.`,
      }
    : {};
}

const MAX_TARGETS = 10;

/** Releases that succeeded in an environment and are neither there now nor blocked, newest first, each once. */
export function rollbackTargets({
  state,
  barred,
  environment,
}: Pick<
  EnvironmentSubject,
  'state' | 'barred' | 'environment'
>): readonly LiveInterval[] {
  const excluded = new Set([
    ...barred
      .filter(bar => bar.environment === environment && !bar.liftedAt)
      .map(({ releaseId }) => releaseId),
    state?.live?.releaseId,
    state?.desired?.releaseId,
  ]);
  const targets = new Map<string, LiveInterval>();
  for (const interval of state?.history ?? []) {
    const { releaseId, succeeded } = interval;
    if (succeeded && !excluded.has(releaseId) && !targets.has(releaseId)) {
      targets.set(releaseId, interval);
    }
  }
  return [...targets.values()].slice(0, MAX_TARGETS);
}

/** Putting an environment back to a release that succeeded there. */
export const rollbackEnvironmentRule: CommandRule<'rollback-environment'> = {
  offer: (subject, person) => {
    const { environment, paths, open } = subject;
    if (paths.length === 0) {
      return refused(
        'nothing-to-restore',
        `No path leads to ${environment}, so nothing was promoted there.`,
      );
    }
    const right = rollbackRight(paths, person, {
      people: subject,
      what: `roll back ${environment}`,
    });
    if (!right.allowed) return right;
    const running = open.find(
      ({ state, kind }) => holdsSlots(state) && kind === 'promotion',
    );
    if (running) return underAnother(running);
    const choices = rollbackTargets(subject).map(({ releaseId }) => releaseId);
    return choices.length === 0
      ? refused(
          'nothing-to-restore',
          `No other release is known to have succeeded in ${environment}.`,
        )
      : { ...right, choices };
  },
  decide: ({ releaseId }, { subject, offer }) =>
    offer.choices?.includes(releaseId)
      ? { allowed: true, decision: {} }
      : refused(
          'not-a-rollback-target',
          `${subject.environment} can only be rolled back to a release that succeeded there and is not blocked.`,
          { remedy: `Choose one of ${offer.choices?.join(', ')}.` },
        ),
};

/** Accepting a change that no promotion made as the current release. */
export const adoptRule: CommandRule<'adopt'> = {
  offer: (subject, person) =>
    subject.state?.desired
      ? rollbackRight(subject.paths, person, {
          people: subject,
          what: `accept what is in ${subject.environment} as current`,
        })
      : refused(
          'nothing-to-adopt',
          `Nothing is known of what is in ${subject.environment}.`,
        ),
  decide: () => ({ allowed: true, decision: {} }),
};
