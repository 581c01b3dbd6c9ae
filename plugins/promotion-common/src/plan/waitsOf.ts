// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatMoment } from '../model/formatMoment';
import type { Wait } from '../model/Readiness';
import { liftsHold, type Override } from '../model/Approval';
import type { Hold } from '../model/Hold';
import { isBefore } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import { entityName, personTitle } from '../model/titles';
import type { ReadinessFacts } from './ReadinessFacts';

/** Everything that only time or a turn is missing for. For a rollback by hand holds and the limit do not count. */
export function waitsOf(
  facts: ReadinessFacts,
  {
    now,
    overrides,
  }: { readonly now: Timestamp; readonly overrides: readonly Override[] },
): Wait[] {
  const standing = facts.kind === 'rollback' ? [] : holdsInForce(facts, now);
  const held = standing
    .filter(hold => !overrides.some(override => liftsHold(override, hold)))
    .map(hold => holdWait(hold, facts.path.to));
  const crowded = facts.kind === 'rollback' ? [] : concurrencyWaits(facts);
  return [...notBefore(facts, now), ...held, ...slotWaits(facts), ...crowded];
}

/** Whether a hold is in force now and covers this component in its target. An absent part of a scope covers everything. */
export function holdCovers(
  hold: Hold,
  facts: Pick<ReadinessFacts, 'component' | 'path'>,
  now: Timestamp,
): boolean {
  const { component, path } = facts;
  const { environment, componentRef, systemRef, ownerRef } = hold.scope;
  const inForce =
    hold.liftedAt === undefined &&
    !isBefore(now, hold.from) &&
    (hold.until === undefined || isBefore(now, hold.until));
  return (
    inForce &&
    (environment ?? path.to) === path.to &&
    (componentRef ?? component.componentRef) === component.componentRef &&
    (systemRef === undefined || systemRef === component.systemRef) &&
    (ownerRef === undefined || component.ownerRefs.includes(ownerRef))
  );
}

function notBefore(facts: ReadinessFacts, now: Timestamp): readonly Wait[] {
  const until = facts.notBefore;
  if (until === undefined || !isBefore(now, until)) return [];
  return [
    {
      kind: 'not-before',
      message: `It was asked for not before ${formatMoment(until)}.`,
      until,
    },
  ];
}

/** The holds that stop this promotion now, unless they are overridden. */
export function holdsInForce(
  facts: Pick<ReadinessFacts, 'component' | 'path' | 'holds' | 'isAutomatic'>,
  now: Timestamp,
): readonly Hold[] {
  return facts.holds
    .filter(hold => hold.stops === 'all' || facts.isAutomatic)
    .filter(hold => holdCovers(hold, facts, now));
}

function holdWait(hold: Hold, to: string): Wait {
  return {
    kind: 'hold',
    message: `${to} is ${hold.stops === 'all' ? 'frozen' : 'held'}${
      hold.until ? ` until ${formatMoment(hold.until)}` : ''
    } by ${setter(hold)}: ${hold.reason}`,
    ...(hold.until !== undefined && { until: hold.until }),
  };
}

function setter({ setBy }: Hold): string {
  return setBy.kind === 'user' ? personTitle(setBy.ref) : 'a rollback';
}

function slotWaits(facts: ReadinessFacts): readonly Wait[] {
  const { component, path, promotionId, activePromotions } = facts;
  return activePromotions
    .filter(
      other =>
        other.promotionId !== promotionId &&
        other.to === path.to &&
        other.componentRef === component.componentRef &&
        other.turn === 'executing',
    )
    .map(other => ({
      kind: 'slot',
      message: `${entityName(other.componentRef)} ${
        other.version ?? 'of another promotion'
      } is on its way to ${other.to}.`,
    }));
}

function concurrencyWaits({
  concurrency,
  path,
}: ReadinessFacts): readonly Wait[] {
  if (!concurrency || concurrency.executing < concurrency.max) return [];
  return [
    {
      kind: 'concurrency',
      message: `${concurrency.executing} promotions execute into ${path.to}, of at most ${concurrency.max}.`,
    },
  ];
}
