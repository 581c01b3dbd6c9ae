// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { CommandName } from './authority';
import { authority } from './authority';
import {
  exceptHoldRule,
  liftBarRule,
  liftHoldRule,
  setHoldRule,
} from './blocks';
import type {
  CommandRule,
  Decided,
  GivenOf,
  Offer,
  SubjectOf,
} from './CommandRule';
import {
  adoptRule,
  cancelRule,
  decideRule,
  peopleOnly,
  retryRule,
  rollbackEnvironmentRule,
  rollbackRule,
} from './goingBack';
import { overrideRule, reviewRule } from './override';
import { permissionRefusal, type Refused } from './CommandRefusal';
import { requestRule } from './request';
import type { Caller, Person } from './subjects';
import { approveRule, rejectRule, withdrawRule } from './vote';

const rules: { readonly [N in CommandName]: CommandRule<N> } = {
  request: requestRule,
  approve: approveRule,
  reject: rejectRule,
  withdraw: withdrawRule,
  override: overrideRule,
  review: reviewRule,
  cancel: cancelRule,
  rollback: rollbackRule,
  retry: retryRule,
  decide: decideRule,
  'rollback-environment': rollbackEnvironmentRule,
  'lift-bar': liftBarRule,
  'set-hold': setHoldRule,
  'except-hold': exceptHoldRule,
  'lift-hold': liftHoldRule,
  adopt: adoptRule,
};

/** Whether nobody like this caller can ever give a command: some are for people alone. Absent: they might. */
export function refusedToCaller(
  name: CommandName,
  { userRef }: Pick<Caller, 'userRef'>,
): Refused | undefined {
  return authority[name].caller === 'person' && userRef === undefined
    ? peopleOnly()
    : undefined;
}

/**
 * Whether this person can give a command now, and what there is to choose: what every button shows. Permissions say who
 * can try; the rest is the domain's and holds without them too.
 */
export function offerCommand<N extends CommandName>(
  name: N,
  subject: SubjectOf<N>,
  person: Person,
): Offer | Refused {
  const notByThem = refusedToCaller(name, person);
  if (notByThem) return notByThem;
  if (!person.permitted.includes(name)) {
    return {
      allowed: false,
      refusal: permissionRefusal(authority[name].permission),
    };
  }
  return rules[name].offer(subject, person);
}

/**
 * What comes of a command: the one door. Everything a button offers is accepted here, and nothing else; the events of
 * people that `transition` takes can only be made here.
 */
export function decideCommand<N extends CommandName>(
  command: { readonly name: N; readonly given: GivenOf<N> },
  subject: SubjectOf<N>,
  person: Person,
): Decided<N> | Refused {
  const { name, given } = command;
  const offer = offerCommand(name, subject, person);
  if (!offer.allowed) return offer;
  return rules[name].decide(given, { subject, person, offer });
}
