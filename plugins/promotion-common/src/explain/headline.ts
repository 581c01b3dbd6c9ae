// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateResult } from '../model/Gate';
import { formatMoment } from '../model/formatMoment';
import { latest } from '../model/moment';
import {
  entityName,
  listing,
  personTitle,
  roleTitle,
  withArticle,
} from '../model/titles';
import type { ReadinessParts } from './ReadinessParts';

/** Gates named in the sentence; the rest is counted. */
const NAMED = 3;

/** One sentence: may it move, what stands in the way, and who can remove it. What people cannot pass comes first. */
export function headline(parts: ReadinessParts): string {
  const component = entityName(parts.componentRef);
  const what =
    parts.kind === 'rollback'
      ? `${component} may go back to ${parts.version} in ${parts.to}`
      : `${component} ${parts.version} may move to ${parts.to}`;
  const not = what.replace(' may ', ' may not ');
  if (parts.tally.rejected) return `${not}: it was rejected.`;
  const blocking = blockingGates(parts);
  if (parts.barred || blocking.length > 0) {
    return `${not}${blockedClause(parts, blocking)}.`;
  }
  if (!parts.tally.reached && !isOverridden(parts, 'approval')) {
    return parts.tally.satisfiable
      ? `${what} once ${openSlots(parts)}.`
      : `${not}: ${
          parts.tally.unsatisfiableReason ?? 'its quorum cannot be met'
        }`;
  }
  const [wait] = parts.waits;
  if (wait) {
    return `${what} when its turn comes: ${clause(wait.message)}${
      wait.kind === 'hold' ? `; ${thawer(parts)}` : ''
    }.`;
  }
  const let_ = parts.overridden.length;
  return let_ === 0
    ? `${what}.`
    : `${what}, with ${let_} ${
        let_ === 1 ? 'obstacle' : 'obstacles'
      } overridden.`;
}

/** Enforced gates that do not pass and nobody let go, in the order of the rules. */
export function blockingGates(parts: ReadinessParts): readonly GateResult[] {
  return parts.gates.filter(gate =>
    parts.blockingGateIds.includes(gate.gateId),
  );
}

/** Whether the whole of an obstacle was let go. */
export function isOverridden(
  { overridden }: ReadinessParts,
  kind: 'approval' | 'window' | 'hold' | 'barred',
): boolean {
  return overridden.some(target => target.kind === kind);
}

/** The roles that may override this kind of thing on the path. */
export function overridingRoles(
  { overrides }: ReadinessParts,
  target: string,
): readonly string[] {
  return overrides?.targets.includes(target) ? overrides.roles : [];
}

function blockedClause(
  parts: ReadinessParts,
  blocking: readonly GateResult[],
): string {
  const onlyTime =
    !parts.barred && blocking.every(gate => gate.status === 'pending');
  const named = blocking.slice(0, NAMED).map(gate => clause(inShort(gate)));
  const more = blocking.length - named.length;
  const reasons = [
    ...(parts.barred ? ['it was rolled back there and is barred'] : []),
    ...named,
    ...(more > 0 ? [`${more} more ${more === 1 ? 'gate' : 'gates'}`] : []),
  ];
  return `${onlyTime ? ' yet' : ''}: ${listing(reasons)}; ${remover(
    parts,
    blocking,
    onlyTime,
  )}`;
}

function remover(
  parts: ReadinessParts,
  blocking: readonly GateResult[],
  onlyTime: boolean,
): string {
  const overriders = parts.barred
    ? overridingRoles(parts, 'barred')
    : overridingRoles(parts, 'gates');
  const override =
    overriders.length > 0 && `${someone(overriders, parts)} can override it`;
  // All of them have to pass, so the last one counts.
  const when = latest(blocking.map(gate => gate.reevaluateAt));
  if (onlyTime) {
    return when === undefined
      ? 'it only takes time'
      : `it may pass on ${formatMoment(when)}`;
  }
  const owners = parts.ownerRefs.map(entityName);
  const mend =
    blocking.length > 0 &&
    owners.length > 0 &&
    `${listing(owners, 'or')} can mend it`;
  const who = [mend, override].filter(one => one !== false);
  return who.length > 0 ? who.join(', ') : 'nobody may override it';
}

/** Who can let a promotion pass a freeze. */
function thawer(parts: ReadinessParts): string {
  const overriders = overridingRoles(parts, 'holds');
  return overriders.length > 0
    ? `${someone(overriders, parts)} can override it`
    : 'the rules name nobody who may override it';
}

function openSlots(parts: ReadinessParts): string {
  const open = parts.tally.slots.filter(slot => slot.userRef === undefined);
  const needed = open.map(slot => {
    const title = withArticle(roleTitle(slot.role, parts.roleTitles));
    const people = slot.candidates.map(personTitle);
    return people.length > 0 && people.length <= 3
      ? `${title} (${listing(people, 'or')})`
      : title;
  });
  return `${listing(needed)} ${open.length === 1 ? 'agrees' : 'agree'}`;
}

function someone(roles: readonly string[], parts: ReadinessParts): string {
  return listing(
    roles.map(role => withArticle(roleTitle(role, parts.roleTitles))),
    'or',
  );
}

/** What a source itself said may be long, such as a query; the gate shows it, the sentence only says who gave nothing. */
function inShort({ reason: { code, message } }: GateResult): string {
  const isQuoted = code === 'source-empty' || code === 'source-errored';
  return isQuoted ? message.split(': ', 1).join('') : message;
}

/** A sentence as part of another: without its full stop, and with a small letter where that is no abbreviation. */
function clause(sentence: string): string {
  const text = sentence.trim().replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
