// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { whyUnsatisfiable } from '../approvals/satisfiability';
import { allow } from '../lifecycle/PersonEvent';
import type { Promotion } from '../lifecycle/Promotion';
import { isWaiting } from '../lifecycle/isTerminal';
import type { EnvironmentState } from '../model/EnvironmentState';
import type { Override } from '../model/Approval';
import { refusingObstacles } from '../explain/helpersOf';
import type { Obstacle, Readiness } from '../model/Readiness';
import type { Release } from '../model/Release';
import { entityName } from '../model/titles';
import { judge, requirementOf } from '../plan/judge';
import type {
  CommandRule,
  Decided,
  GivenOf,
  RequestDecision,
} from './CommandRule';
import { offerOverride, overrideOf } from './override';
import type { Refused } from './CommandRefusal';
import { permissionRefusal, refused, type RefusalCode } from './CommandRefusal';
import { authority } from './authority';
import type { ReadinessFacts } from '../plan/ReadinessFacts';
import { isRequester } from './rights';
import type { Person, RequestSubject } from './subjects';

type Judged = RequestSubject & { readonly facts: ReadinessFacts };

interface Asked {
  readonly given: GivenOf<'request'>;
  readonly subject: Judged;
  readonly person: Person;
}

/**
 * Requesting a promotion. The same release under way is joined; waiting ones of other releases are replaced by a newer
 * one that can go on, and by an older one only for a reason.
 */
export const requestRule: CommandRule<'request'> = {
  offer: () => ({ allowed: true }),
  decide: (given, { subject: asking, person }) => {
    const { facts } = asking;
    if (!facts) {
      return refused('outdated', 'The request has not been planned yet.');
    }
    const subject = { ...asking, facts };
    const asked = { given, subject, person };
    const same = sameUnderWay(subject);
    if (same && !givesWay(same, asked)) return join(same, asked);
    const { plan } = subject;
    if (
      given.contentHash !== undefined &&
      plan &&
      given.contentHash !== plan.contentHash
    ) {
      return refused(
        'outdated',
        `The plan for ${subject.to} changed after you opened it. Review it, then request again.`,
      );
    }
    const overrides = overridesOf(asked);
    if ('refusal' in overrides) return overrides;
    const readiness = judge({
      ...subject.facts,
      overrides: overrides.given,
    });
    const blocked =
      neverEnough(readiness) ??
      (given.whenBlocked === 'wait' ? undefined : whyBlocked(readiness));
    if (blocked) return blocked;
    const replaced = replacedBy(asked, readiness, same);
    return 'refusal' in replaced
      ? replaced
      : {
          allowed: true,
          decision: {
            kind: 'new',
            readiness,
            overrides: overrides.given,
            supersedes: replaced.supersedes,
          },
        };
  },
};

/** The open promotion that brings this release there already. */
function sameUnderWay({ facts, open }: Judged): Promotion | undefined {
  const { release } = facts.gates;
  return open.find(
    promotion =>
      promotion.kind === 'promotion' &&
      promotion.to === facts.path.to &&
      promotion.release.releaseId === release.releaseId,
  );
}

/** It waits for approvals that can no longer come, and this request could get its own. */
function givesWay(same: Promotion, { subject, person }: Asked): boolean {
  return (
    isWaiting(same.state) &&
    !isRequester(person, same) &&
    unreachable(same.requesterRefs, same, subject) !== undefined &&
    unreachable(person.requesterRefs, same, subject) === undefined
  );
}

/** Why the approvals could not come together, were these the requesters; absent: they could. */
function unreachable(
  requesterRefs: readonly string[],
  { terms, contentHash }: Promotion,
  { roleMembers, roleTitles }: RequestSubject,
): string | undefined {
  return whyUnsatisfiable(requirementOf(terms.path), {
    approvals: [],
    contentHash,
    requesterRefs,
    roleMembers,
    ...(roleTitles && { roleTitles }),
  });
}

function join(
  same: Promotion,
  { given, subject, person }: Asked,
): Decided<'request'> | Refused {
  const { promotionId, to } = same;
  const version = same.release.version;
  if (
    given.contentHash !== undefined &&
    given.contentHash !== same.contentHash
  ) {
    return refused(
      'outdated',
      `${version} is being promoted to ${to} already, with another plan than the one you saw.`,
      { remedy: `Review promotion ${promotionId}.` },
    );
  }
  if (given.overrides.length > 0) {
    return refused(
      'already-asked',
      `${version} is being promoted to ${to} already.`,
      { remedy: `Override on promotion ${promotionId} instead.` },
    );
  }
  const existing: RequestDecision = { kind: 'existing', promotionId };
  const joins = person.requesterRefs.filter(
    ref => !same.requesterRefs.includes(ref),
  );
  if (joins.length === 0) return { allowed: true, decision: existing };
  const together = [...same.requesterRefs, ...joins];
  const lost =
    unreachable(same.requesterRefs, same, subject) === undefined
      ? unreachable(together, same, subject)
      : undefined;
  const stillCounts = isWaiting(same.state) || same.state === 'awaiting-merge';
  if (stillCounts && lost !== undefined && !quorumIsIn(same)) {
    return refused(
      'would-disqualify',
      `${version} is being promoted to ${to} already. Joining its requesters would rule you out as an approver: ${lost}`,
      { remedy: 'Approve it instead of requesting it too.' },
    );
  }
  return {
    allowed: true,
    decision: {
      ...existing,
      event: allow({
        type: 'joined',
        actor: person.actor,
        requesterRefs: joins,
        ...(given.reason !== undefined && { reason: given.reason }),
      }),
    },
  };
}

function quorumIsIn({ readiness }: Promotion): boolean {
  return (readiness?.overridden ?? []).some(({ kind }) => kind === 'approval');
}

function overridesOf({
  given,
  subject,
  person,
}: Asked): { readonly given: readonly Override[] } | Refused {
  if (given.overrides.length === 0) return { given: [] };
  if (person.userRef === undefined) {
    return refused(
      'people-only',
      'Only a signed-in person can override, not a service or agent acting for one.',
    );
  }
  const overridable = {
    ...subject,
    promotion: {
      promotionId: given.promotionId,
      kind: 'promotion' as const,
      release: subject.facts.gates.release,
      requesterRefs: [...subject.facts.gates.requesterRefs],
      contentHash: subject.facts.contentHash,
      to: subject.to,
      terms: { path: subject.facts.path },
    },
    readiness: judge({ ...subject.facts, overrides: [] }),
  };
  const offer = offerOverride(overridable, person);
  if (!offer.allowed) return offer;
  if (!person.permitted.includes('override')) {
    return {
      allowed: false,
      refusal: permissionRefusal(authority.override.permission),
    };
  }
  const made: Override[] = [];
  for (const each of given.overrides) {
    const override = overrideOf(each, { subject: overridable, person, offer });
    if ('refusal' in override) return override;
    made.push(override);
  }
  return { given: made };
}

/** Approvals that can never come together are said when it is requested. */
function neverEnough({ tally, overridden }: Readiness): Refused | undefined {
  const needsThem = !(overridden ?? []).some(({ kind }) => kind === 'approval');
  return needsThem && !tally.satisfiable
    ? refused(
        'never-enough',
        tally.unsatisfiableReason ??
          'The required approvals can never come in.',
      )
    : undefined;
}

function whyBlocked(readiness: Readiness): Refused | undefined {
  const { headline, explanation } = readiness;
  const [first] = refusingObstacles(readiness);
  return first && first.kind !== 'rejected'
    ? refused(codeOf(first.kind), headline, { explanation })
    : undefined;
}

function codeOf(kind: Obstacle['kind']): RefusalCode {
  if (kind === 'gate') return 'gates-do-not-pass';
  if (kind === 'setup') return 'configuration';
  return kind === 'barred' ? 'barred' : 'source-failed';
}

/** The waiting promotions of other releases that this one replaces, or why it cannot. */
function replacedBy(
  { given, subject }: Asked,
  readiness: Readiness,
  same: Promotion | undefined,
): Pick<Extract<RequestDecision, { kind: 'new' }>, 'supersedes'> | Refused {
  const { open, sourceState, facts } = subject;
  const { path } = facts;
  const { release } = facts.gates;
  const waiting = open.filter(
    promotion =>
      promotion.kind === 'promotion' &&
      promotion.to === path.to &&
      promotion !== same &&
      isWaiting(promotion.state),
  );
  const [first] = waiting;
  const name = `${entityName(facts.component.componentRef)} ${release.version}`;
  if (first && whyBlocked(readiness)) {
    return refused(
      'lane-taken',
      `${first.release.version} is waiting for ${path.to}, and ${name} is blocked itself: ${readiness.headline}`,
      {
        remedy: `Cancel promotion ${first.promotionId} first, or request this later.`,
      },
    );
  }
  const newer = waiting.find(
    other => !isNewer(release, other.release, sourceState),
  );
  if (newer && !given.reason?.trim()) {
    return refused(
      'older-release',
      `${newer.release.version} is waiting for ${path.to} and was in ${path.from} after ${name}.`,
      {
        remedy: `Give a reason to replace ${newer.release.version} by ${release.version}.`,
      },
    );
  }
  return {
    supersedes: [...waiting, ...(same ? [same] : [])].map(
      ({ promotionId }) => ({
        promotionId,
        event: allow({
          type: 'superseded',
          byPromotionId: given.promotionId,
          version: release.version,
        }),
      }),
    ),
  };
}

/** Whether a release went live in the source after another; unknown: no. */
function isNewer(
  release: Release,
  other: Release,
  source: EnvironmentState | undefined,
): boolean {
  const since = ({ releaseId }: Release) =>
    Math.max(
      ...(source?.history ?? [])
        .filter(interval => interval.releaseId === releaseId)
        .map(interval => Date.parse(interval.since)),
      source?.live?.releaseId === releaseId
        ? Date.parse(source.since ?? source.observedAt)
        : Number.NEGATIVE_INFINITY,
    );
  return since(release) > since(other);
}
