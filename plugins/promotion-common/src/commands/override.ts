// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { allow } from '../lifecycle/PersonEvent';
import type { Promotion } from '../lifecycle/Promotion';
import type { Override, OverrideTarget } from '../model/Approval';
import { canonicalJson } from '../model/contentHash';
import { formatMoment } from '../model/formatMoment';
import { isBefore, plusMs } from '../model/moment';
import type { Readiness } from '../model/Readiness';
import { canOverrideOwn, overrideWords } from '../plan/overridesInForce';
import type { CommandRule, GivenOverride, Offer } from './CommandRule';
import type { Refused } from './CommandRefusal';
import { refused } from './CommandRefusal';
import { isOnRequestingSide, needsRole, titleOf } from './rights';
import type { Person, Surroundings } from './subjects';
import { isOpenToDecisions, unseen } from './vote';

/** A promotion, or one that is only asked for, as overriding looks at it. */
export interface Overridable extends Surroundings {
  readonly promotion: Pick<
    Promotion,
    'promotionId' | 'kind' | 'release' | 'requesterRefs' | 'contentHash' | 'to'
  > & { readonly terms: Pick<Promotion['terms'], 'path'> };
  readonly readiness?: Readiness;
}

/** What this person can override now, as it was judged last, and as which role. */
export function offerOverride(
  subject: Overridable,
  person: Person,
): Offer | Refused {
  const { promotion, now } = subject;
  const { overrides: rules, from, to } = promotion.terms.path;
  if (!rules) {
    return refused(
      'not-overridable',
      `The rules allow no overrides from ${from} to ${to}.`,
    );
  }
  const right = needsRole(rules.roles, 'override here', {
    person,
    people: subject,
  });
  if (!right.allowed) return right;
  const overdue = subject.openReviews.filter(
    ({ role, review }) =>
      review && right.as.includes(role) && !isBefore(now, review.dueAt),
  );
  const as = right.as.filter(
    role => !overdue.some(override => override.role === role),
  );
  const [late] = overdue;
  if (as.length === 0 && late?.review) {
    const reviewer = titleOf(late.review.role, subject);
    return refused(
      'review-overdue',
      `The review of an earlier override by ${titleOf(
        late.role,
        subject,
      )} was due ${formatMoment(late.review.dueAt)}.`,
      {
        remedy: `${reviewer} must review that override first.`,
        whoCould: [late.review.role],
      },
    );
  }
  const obstacles = subject.readiness?.obstacles ?? [];
  const [first] = obstacles;
  if (!first || promotion.kind === 'rollback') {
    return refused('nothing-to-override', 'There is nothing to override.');
  }
  const covered = targetsOf(subject);
  if (covered.length === 0) {
    return refused(
      'not-overridable',
      `The rules do not allow anyone to override what blocks from ${from} to ${to}: ${first.message}`,
    );
  }
  const targets = covered.filter(
    ({ kind }) =>
      !isOnRequestingSide(person, promotion) || canOverrideOwn(rules, kind),
  );
  return targets.length === 0
    ? refused(
        'own-override',
        'You requested this promotion, so someone else must override it.',
        { whoCould: rules.roles },
      )
    : { allowed: true, as, targets };
}

/** One override, or why not: its target has to be one that is offered, exactly as it is now. */
export function overrideOf(
  { overrideId, target, reason }: GivenOverride,
  facts: {
    readonly subject: Overridable;
    readonly person: Person;
    readonly offer: Offer;
  },
): Override | Refused {
  const { promotion, readiness, now } = facts.subject;
  const { overrides: rules } = promotion.terms.path;
  const seen = facts.offer.targets?.some(
    offered => canonicalJson(offered) === canonicalJson(target),
  );
  if (!seen) return notOffered(target, facts);
  return {
    overrideId,
    promotionId: promotion.promotionId,
    target,
    userRef: facts.person.userRef ?? '',
    role: facts.offer.as?.[0] ?? '',
    reason,
    contentHash: promotion.contentHash,
    overriddenAt: now,
    verdict: verdictOn(target, facts.subject, readiness),
    ...(rules?.review && {
      review: {
        role: rules.review.role,
        dueAt: plusMs(now, rules.review.within),
      },
    }),
  };
}

/** Overriding what blocks one promotion, with a reason. It lies beside the verdict. */
export const overrideRule: CommandRule<'override'> = {
  offer: (subject, person) =>
    isOpenToDecisions(subject.promotion)
      ? offerOverride(readinessOf(subject), person)
      : refused(
          'not-open',
          'This promotion no longer waits for anything that could be overridden.',
        ),
  decide: (given, { subject, person, offer }) => {
    const other = unseen(given.contentHash, subject.promotion);
    if (other) return other;
    const override = overrideOf(given, {
      subject: readinessOf(subject),
      person,
      offer,
    });
    return 'refusal' in override
      ? override
      : {
          allowed: true,
          decision: {
            override,
            event: allow({ type: 'overridden', override }),
          },
        };
  },
};

/** Looking at an override afterwards. Nobody reviews their own. */
export const reviewRule: CommandRule<'review'> = {
  offer: (subject, person) => {
    const due = subject.overrides.flatMap(override =>
      override.review && override.review.reviewedAt === undefined
        ? [{ ...override, review: override.review }]
        : [],
    );
    if (due.length === 0) {
      return subject.overrides.some(({ review }) => review)
        ? refused('already-reviewed', 'Every override here is reviewed.')
        : refused('no-review', 'There is no override to review.');
    }
    const right = needsRole(
      [...new Set(due.map(({ review }) => review.role))],
      'review overrides here',
      { person, people: subject },
    );
    if (!right.allowed) return right;
    const mine = due
      .filter(({ userRef }) => userRef !== person.userRef)
      .filter(({ review }) => right.as.includes(review.role));
    return mine.length === 0
      ? refused(
          'own-override',
          'You overrode this yourself, so someone else must review it.',
          { whoCould: right.as },
        )
      : {
          allowed: true,
          as: right.as,
          choices: mine.map(({ overrideId }) => overrideId),
        };
  },
  decide: ({ overrideId, comment }, { subject, person, offer }) =>
    offer.choices?.includes(overrideId)
      ? {
          allowed: true,
          decision: {
            review: {
              overrideId,
              reviewedBy: person.userRef ?? '',
              reviewedAt: subject.now,
              comment,
            },
          },
        }
      : refused(
          'already-reviewed',
          `There is no override ${overrideId} here for you to review.`,
        ),
};

function readinessOf(
  subject: Surroundings & { readonly promotion: Promotion },
): Overridable {
  const { readiness } = subject.promotion;
  return { ...subject, ...(readiness && { readiness }) };
}

const targetWords = {
  gate: 'gates',
  approval: 'missing approvals',
  window: 'windows',
  hold: 'a freeze',
  barred: 'a block after a rollback',
} as const satisfies Record<OverrideTarget['kind'], string>;

/** Everything in the way of a promotion, as far as the rules let anybody override it. */
function targetsOf({
  readiness,
}: Pick<Overridable, 'readiness'>): readonly OverrideTarget[] {
  return (readiness?.obstacles ?? []).flatMap(({ override }) =>
    override ? [override.target] : [],
  );
}

function notOffered(
  target: OverrideTarget,
  { subject, offer }: { readonly subject: Overridable; readonly offer: Offer },
): Refused {
  const now = offer.targets?.find(
    ({ kind, ...rest }) =>
      kind === target.kind &&
      ('gateId' in rest ? rest.gateId : undefined) ===
        ('gateId' in target ? target.gateId : undefined),
  );
  if (now) {
    return refused(
      'outdated',
      `${what(target)} is not as you saw it: ${verdictOn(
        now,
        subject,
        subject.readiness,
      )}`,
      { remedy: 'Review it as it is now, and name that in the override.' },
    );
  }
  const { path } = subject.promotion.terms;
  const isAllowed = path.overrides?.targets.includes(
    overrideWords[target.kind],
  );
  if (!isAllowed) {
    return refused(
      'not-overridable',
      `The rules do not allow anyone to override ${
        targetWords[target.kind]
      } from ${path.from} to ${path.to}.`,
    );
  }
  const isThere = targetsOf(subject).some(({ kind }) => kind === target.kind);
  return target.kind === 'approval' && isThere
    ? refused(
        'own-override',
        'You requested this promotion, so someone else must override its approval.',
        { whoCould: path.overrides?.roles ?? [] },
      )
    : refused(
        'nothing-to-override',
        `${what(target)} blocks nothing; there is nothing to override.`,
      );
}

function what(target: OverrideTarget): string {
  const words = {
    approval: 'The approval',
    window: 'A window',
    hold: 'A freeze',
    barred: 'A block after a rollback',
  } as const;
  return target.kind === 'gate'
    ? `The gate ${target.gateId}`
    : words[target.kind];
}

/** The verdict as it is, kept beside the override. */
function verdictOn(
  target: OverrideTarget,
  subject: Surroundings,
  readiness: Readiness | undefined,
): string {
  switch (target.kind) {
    case 'gate': {
      const gate = readiness?.gates.find(
        ({ gateId }) => gateId === target.gateId,
      );
      return gate ? `${gate.status}: ${gate.reason.message}` : 'not judged';
    }
    case 'approval':
      return `open: ${(readiness?.tally.slots ?? [])
        .filter(slot => slot.userRef === undefined)
        .map(slot => slot.role)
        .join(', ')}`;
    case 'barred':
      return 'barred';
    case 'hold':
      return subject.holds
        .filter(({ holdId }) => target.holdIds?.includes(holdId))
        .map(({ reason }) => reason)
        .join(' ');
    default:
      return (readiness?.waits ?? [])
        .filter(({ kind }) => kind === target.kind)
        .map(({ message }) => message)
        .join(' ');
  }
}
