// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatMoment } from '../model/formatMoment';
import { latest } from '../model/moment';
import type { Obstacle } from '../model/Readiness';
import {
  entityName,
  listing,
  personTitle,
  roleTitle,
  withArticle,
} from '../model/titles';
import { refusingObstacles } from './helpersOf';
import type { ReadinessParts } from './ReadinessParts';

/** Reasons named in the sentence; the rest is counted. */
const NAMED = 3;

/** One sentence: may it move, what stands in the way, and who can remove it. What people cannot pass comes first. */
export function headline(parts: ReadinessParts): string {
  const component = entityName(parts.componentRef);
  const what =
    parts.kind === 'rollback'
      ? `${component} may go back to ${parts.version} in ${parts.to}`
      : `${component} ${parts.version} may move to ${parts.to}`;
  const not = what.replace(' may ', ' may not ');
  const [first] = parts.obstacles;
  if (!first) return `${what}${overriddenClause(parts)}.`;
  switch (first.kind) {
    case 'rejected':
      return `${not}: it was rejected.`;
    case 'setup':
    case 'source':
    case 'barred':
    case 'gate':
      return `${not}${blockedClause(parts)}.`;
    case 'outage':
      // It begins with the name of the source.
      return `${not} yet: ${first.message.trim().replace(/\.$/, '')}.`;
    case 'approval':
      return first.tone === 'waits'
        ? `${what} once ${openSlots(parts)}.`
        : `${not}: ${first.message}`;
    default:
      return `${what} when its turn comes: ${clause(first.message)}${
        first.kind === 'hold' ? `; ${thawer(first, parts)}` : ''
      }.`;
  }
}

function overriddenClause({ overridden }: ReadinessParts): string {
  if (overridden.length === 0) return '';
  return `, with ${overridden.length} ${
    overridden.length === 1 ? 'obstacle' : 'obstacles'
  } overridden`;
}

function blockedClause(parts: ReadinessParts): string {
  const blocking = refusingObstacles(parts);
  const onlyTime = blocking.every(({ tone }) => tone === 'waits');
  const named = blocking
    .slice(0, NAMED)
    .map(obstacle => inShort(obstacle, parts));
  const more = blocking.length - named.length;
  const reasons = [
    ...named,
    ...(more > 0 ? [`${more} more ${more === 1 ? 'gate' : 'gates'}`] : []),
  ];
  return `${onlyTime ? ' yet' : ''}: ${listing(reasons)}; ${
    onlyTime ? whenPassed(blocking) : remover(blocking, parts)
  }`;
}

function whenPassed(blocking: readonly Obstacle[]): string {
  // All of them have to pass, so the last one counts.
  const when = latest(blocking.map(({ until }) => until));
  return when === undefined
    ? 'it only takes time'
    : `it may pass on ${formatMoment(when)}`;
}

function remover(blocking: readonly Obstacle[], parts: ReadinessParts): string {
  const overriders = (blocking[0]?.override?.roles ?? []).filter(role =>
    blocking.every(({ override }) => override?.roles.includes(role)),
  );
  const fixers = [
    ...new Set(
      blocking.flatMap(({ helpers, override }) =>
        helpers.filter(helper => !override?.roles.includes(helper)),
      ),
    ),
  ];
  const who = [
    fixers.length > 0 &&
      `${listing(
        fixers.map(helper => nameOf(helper, parts)),
        'or',
      )} can mend it`,
    overriders.length > 0 && `${someone(overriders, parts)} can override it`,
  ].filter(one => one !== false);
  return who.length > 0 ? who.join(', ') : 'nobody may override it';
}

/** Who can let a promotion pass a freeze. */
function thawer({ override }: Obstacle, parts: ReadinessParts): string {
  return override
    ? `${someone(override.roles, parts)} can override it`
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
    roles.map(role => nameOf(role, parts)),
    'or',
  );
}

/** A role with its article, an entity by its bare name. */
function nameOf(helper: string, { roleTitles }: ReadinessParts): string {
  return helper.includes(':')
    ? entityName(helper)
    : withArticle(roleTitle(helper, roleTitles));
}

/** What a source itself said may be long, such as a query; the gate shows it, the sentence only says who gave nothing. */
function inShort(
  { kind, key, message }: Obstacle,
  parts: ReadinessParts,
): string {
  if (kind === 'barred') return 'it was rolled back there and is barred';
  const gate = parts.gates.find(({ gateId }) => key === `gate:${gateId}`);
  const isQuoted = ['source-empty', 'source-errored'].includes(
    gate?.reason.code ?? '',
  );
  return clause(isQuoted ? message.split(': ', 1).join('') : message);
}

/** A sentence as part of another: without its full stop, and with a small letter where that is no abbreviation. */
function clause(sentence: string): string {
  const text = sentence.trim().replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
