// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Approval, Override, OverrideTarget } from '../model/Approval';
import type { Hold } from '../model/Hold';
import type { Readiness } from '../model/Readiness';
import type { ContentHash, EntityRef, Timestamp } from '../model/scalars';
import type { Allowed, PersonEvent } from '../lifecycle/PersonEvent';
import type { CommandName } from './authority';
import type { Refused } from './CommandRefusal';
import type {
  BarSubject,
  EnvironmentSubject,
  HoldSubject,
  Person,
  PromotionSubject,
  RequestSubject,
} from './subjects';

type EventOf<T extends PersonEvent['type']> = Allowed<
  Extract<PersonEvent, { type: T }>
>;

/** What somebody says with an override. */
export interface GivenOverride {
  readonly overrideId: string;
  readonly target: OverrideTarget;
  readonly reason: string;
}

interface GivenVote {
  readonly approvalId: string;
  readonly contentHash: ContentHash;
  readonly role?: string;
  readonly comment?: string;
  /** Through which groups the person holds each role. */
  readonly membershipProof?: Readonly<Record<string, readonly string[]>>;
}

/** What somebody asks for. `promotionId` is that of the promotion it may make. */
export interface GivenRequest {
  readonly promotionId: string;
  readonly contentHash?: ContentHash;
  readonly reason?: string;
  readonly whenBlocked: 'refuse' | 'wait';
  readonly overrides: readonly GivenOverride[];
  /** Whether an ended promotion is tried again. */
  readonly isRetry?: boolean;
}

/** What comes of a request: one is under way, to be joined or not, or there is to be a new one. */
export type RequestDecision =
  | {
      readonly kind: 'existing';
      readonly promotionId: string;
      /** Absent: the caller is a requester already. */
      readonly event?: EventOf<'joined'>;
    }
  | {
      readonly kind: 'new';
      readonly readiness: Readiness;
      readonly overrides: readonly Override[];
      /** The waiting promotions it replaces. */
      readonly supersedes: readonly {
        readonly promotionId: string;
        readonly event: EventOf<'superseded'>;
      }[];
    };

/** For each command: what it is about, what somebody says with it, and what comes of it when it is allowed. */
export interface Commands {
  request: {
    subject: RequestSubject;
    given: GivenRequest;
    decision: RequestDecision;
  };
  approve: {
    subject: PromotionSubject;
    given: GivenVote;
    decision: {
      readonly event: EventOf<'approved'>;
      readonly approval: Approval;
    };
  };
  reject: {
    subject: PromotionSubject;
    given: GivenVote;
    decision: {
      readonly event: EventOf<'rejected'>;
      readonly approval: Approval;
    };
  };
  withdraw: {
    subject: PromotionSubject;
    given: object;
    decision: {
      readonly event: EventOf<'approval-withdrawn'>;
      readonly withdrawal: { readonly userRef: EntityRef };
    };
  };
  override: {
    subject: PromotionSubject;
    given: GivenOverride & { readonly contentHash: ContentHash };
    decision: {
      readonly event: EventOf<'overridden'>;
      readonly override: Override;
    };
  };
  review: {
    subject: PromotionSubject;
    given: { readonly overrideId: string; readonly comment: string };
    decision: {
      readonly review: {
        readonly overrideId: string;
        readonly reviewedBy: EntityRef;
        readonly reviewedAt: Timestamp;
        readonly comment: string;
      };
    };
  };
  cancel: {
    subject: PromotionSubject;
    given: { readonly reason: string };
    decision: { readonly event: EventOf<'cancel-requested'> };
  };
  rollback: {
    subject: PromotionSubject;
    given: { readonly reason: string };
    /** It is stopped; `event` absent: it has ended, and a new promotion puts back what was there. */
    decision: { readonly event?: EventOf<'rollback-requested'> };
  };
  retry: { subject: PromotionSubject; given: object; decision: object };
  decide: {
    subject: PromotionSubject;
    given: { readonly choice: 'rollback' | 'leave'; readonly reason: string };
    decision: { readonly event: EventOf<'decided'> };
  };
  'rollback-environment': {
    subject: EnvironmentSubject;
    given: { readonly releaseId: string };
    decision: object;
  };
  'lift-bar': {
    subject: BarSubject;
    given: { readonly reason: string };
    decision: {
      readonly lift: {
        readonly componentRef: EntityRef;
        readonly environment: string;
        readonly releaseId: string;
        readonly at: Timestamp;
        readonly by: EntityRef;
        readonly reason: string;
      };
    };
  };
  'set-hold': {
    subject: HoldSubject;
    given: Pick<Hold, 'holdId' | 'reason' | 'from'> & Pick<Hold, 'until'>;
    decision: { readonly hold: Hold };
  };
  'except-hold': {
    subject: HoldSubject;
    given: { readonly reason: string };
    decision: object;
  };
  'lift-hold': {
    subject: HoldSubject;
    given: { readonly reason: string };
    decision: object;
  };
  adopt: {
    subject: EnvironmentSubject;
    given: { readonly reason: string };
    decision: object;
  };
}

/** What a command is about. */
export type SubjectOf<N extends CommandName> = Commands[N]['subject'];
/** What somebody says with a command. */
export type GivenOf<N extends CommandName> = Commands[N]['given'];
/** What comes of a command that is allowed. */
export type DecisionOf<N extends CommandName> = Commands[N]['decision'];

/** The command can be given now: as holder of which roles, and what there is to choose. */
export interface Offer {
  readonly allowed: true;
  readonly as?: readonly string[];
  /** For an override: what there is to lift now, as it is seen. */
  readonly targets?: readonly OverrideTarget[];
  /** Ids of what can be chosen: overrides to review, releases to go back to. */
  readonly choices?: readonly string[];
  /** What to know before giving it, as a sentence. Absent: nothing. */
  readonly warning?: string;
}

/** The command is done so. */
export interface Decided<N extends CommandName> {
  readonly allowed: true;
  readonly decision: DecisionOf<N>;
}

/** How one command is judged. `decide` is asked only after `offer` allowed. */
export interface CommandRule<N extends CommandName> {
  readonly offer: (subject: SubjectOf<N>, person: Person) => Offer | Refused;
  readonly decide: (
    given: GivenOf<N>,
    facts: {
      readonly subject: SubjectOf<N>;
      readonly person: Person;
      readonly offer: Offer;
    },
  ) => Decided<N> | Refused;
}
