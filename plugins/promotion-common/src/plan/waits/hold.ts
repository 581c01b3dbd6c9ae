// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatMoment } from '../../model/formatMoment';
import type { Hold } from '../../model/Hold';
import { isBefore } from '../../model/moment';
import type { Timestamp } from '../../model/scalars';
import { personTitle } from '../../model/titles';
import type { ReadinessFacts } from '../ReadinessFacts';
import { waitKind } from './WaitKind';

/** A person or a rollback stopped promotions here. Those that stop only automatic promotion pass by what people asked for. */
export const hold = waitKind<Hold>({
  kind: 'hold',
  title: 'Freeze',
  liftedBy: 'people',
  stopsRollback: false,
  of: facts =>
    facts.holds
      .filter(({ stops }) => stops === 'all' || facts.isAutomatic)
      .filter(one => holdCovers(one, facts, facts.now)),
  until: ({ until }) => until,
  message: ({ stops, until, reason, setBy }, { path }) =>
    `${path.to} is ${stops === 'all' ? 'frozen' : 'held'}${
      until ? ` until ${formatMoment(until)}` : ''
    } by ${
      setBy.kind === 'user' ? personTitle(setBy.ref) : 'a rollback'
    }: ${reason}`,
  holdId: ({ holdId }) => holdId,
});

/** Whether a hold is in force now and covers this component in its target. An absent part of a scope covers everything. */
export function holdCovers(
  { scope, from, until, liftedAt }: Hold,
  {
    component,
    path,
  }: Pick<ReadinessFacts, 'component'> & {
    readonly path: { readonly to: string };
  },
  now: Timestamp,
): boolean {
  const { environment, componentRef, systemRef, ownerRef } = scope;
  const inForce =
    liftedAt === undefined &&
    !isBefore(now, from) &&
    (until === undefined || isBefore(now, until));
  return (
    inForce &&
    (environment ?? path.to) === path.to &&
    (componentRef ?? component.componentRef) === component.componentRef &&
    (systemRef === undefined || systemRef === component.systemRef) &&
    (ownerRef === undefined || component.ownerRefs.includes(ownerRef))
  );
}
