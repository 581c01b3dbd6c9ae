// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Override, Tally } from '../model/Approval';
import type { EnvironmentState } from '../model/EnvironmentState';
import type { GateResult } from '../model/Gate';
import type { BarredRelease } from '../model/Hold';
import { obstacleKinds, type Obstacle, type Wait } from '../model/Readiness';
import type { EntityRef } from '../model/scalars';
import { listing, roleTitle } from '../model/titles';
import { gateBlocks } from '../gates/gateBlocks';
import { barLiftingRoles, OWNER_ROLE } from '../rules/pathSection';
import { overrideWords } from './overridesInForce';
import type { ReadinessFacts } from './ReadinessFacts';
import { waitTable } from './waits';

/** What was judged by itself, before it is put together. */
export interface Verdicts {
  readonly gates: readonly GateResult[];
  readonly barred: boolean;
  readonly tally: Tally;
  readonly waits: readonly Wait[];
  readonly overrides: readonly Override[];
}

type Found = Omit<Obstacle, 'refuses'>;

/** What a request is refused for, unless it overrides it or says that it waits. The rest is waited for anyway. */
const refusing: ReadonlySet<Obstacle['kind']> = new Set([
  'rejected',
  'setup',
  'source',
  'barred',
  'gate',
]);

/**
 * Everything in the way of a promotion, in the order people read it, with who can remove it and whether and by whom it
 * can be overridden. The one list: plan, request, worker, view and page all read it.
 */
export function obstaclesOf(
  facts: ReadinessFacts,
  verdicts: Verdicts,
): Obstacle[] {
  const found: Found[] = [
    ...rejection(verdicts.tally),
    ...setupObstacles(facts),
    ...sourceObstacles(facts),
    ...barObstacles(facts, verdicts),
    ...verdicts.gates
      .filter(gate => gateBlocks(gate, verdicts.overrides))
      .map(gate => gateObstacle(facts, gate)),
    ...approvalObstacles(facts, verdicts),
    ...verdicts.waits.map(wait => waitObstacle(facts, wait)),
  ];
  return found
    .map(one => ({ ...one, refuses: refusing.has(one.kind) }))
    .sort(
      (a, b) => obstacleKinds.indexOf(a.kind) - obstacleKinds.indexOf(b.kind),
    );
}

/** Those of a component who can fix something: owners the catalog knows. */
function fixers({ component, unknown = [] }: ReadinessFacts): EntityRef[] {
  return component.ownerRefs.filter(
    owner => !unknown.some(({ ref }) => ref === owner),
  );
}

/** Holders of these roles, with the owners by name. */
function helpersIn(facts: ReadinessFacts, roles: readonly string[]): string[] {
  return roles.flatMap(role => (role === OWNER_ROLE ? fixers(facts) : [role]));
}

/** How an obstacle can be overridden on the path; nothing, when the rules let nobody. */
function overridable(
  { path }: ReadinessFacts,
  target: NonNullable<Obstacle['override']>['target'],
): Pick<Obstacle, 'override'> {
  const { overrides } = path;
  return overrides?.targets.includes(overrideWords[target.kind])
    ? { override: { target, roles: overrides.roles } }
    : {};
}

/** The blocks after a rollback on this release in this environment that nobody has ended. */
export function barsOn({
  barred,
  component,
  path,
  gates,
}: ReadinessFacts): readonly BarredRelease[] {
  return barred.filter(
    bar =>
      bar.liftedAt === undefined &&
      bar.componentRef === component.componentRef &&
      bar.environment === path.to &&
      bar.releaseId === gates.release.releaseId,
  );
}

function rejection({ rejected }: Tally): Found[] {
  return rejected
    ? [
        {
          key: 'rejected',
          kind: 'rejected',
          tone: 'blocks',
          title: 'Rejected',
          message: 'It was rejected.',
          helpers: [],
        },
      ]
    : [];
}

function setupObstacles(facts: ReadinessFacts): Found[] {
  if (facts.kind === 'rollback') return [];
  return facts.setup.flatMap(({ environment, problems }) =>
    problems.map(({ code, message, remedy }) => ({
      key: `setup:${environment}:${code}`,
      kind: 'setup' as const,
      tone: 'blocks' as const,
      title: `Setup of ${environment}`,
      message,
      ...(remedy !== undefined && { remedy }),
      helpers: fixers(facts),
    })),
  );
}

/** A release that failed where it comes from, or is barred there, goes no further. */
function sourceObstacles(facts: ReadinessFacts): Found[] {
  if (facts.kind === 'rollback') return [];
  const { path, gates, barred, liftRoles = [] } = facts;
  const { releaseId, version } = gates.release;
  const bar = barred.find(
    each =>
      each.liftedAt === undefined &&
      each.componentRef === facts.component.componentRef &&
      each.environment === path.from &&
      each.releaseId === releaseId,
  );
  const title = `${version} in ${path.from}`;
  if (bar) {
    return [
      {
        key: 'source',
        kind: 'source',
        tone: 'blocks',
        title,
        message: `${version} was rolled back in ${path.from} and is blocked there.`,
        remedy: `Promote another release, or allow ${version} in ${path.from} again.`,
        helpers: helpersIn(facts, liftRoles),
      },
    ];
  }
  const failed = failureIn(gates.source, releaseId);
  return failed !== undefined
    ? [
        {
          key: 'source',
          kind: 'source',
          tone: 'blocks',
          title,
          message: `${version} was never healthy in ${path.from} and ${failed} there.`,
          remedy: `Promote a release that succeeded in ${path.from}.`,
          helpers: fixers(facts),
        },
      ]
    : [];
}

/** How a release that was never healthy ended there, or stands there now; absent: it may still become healthy. */
function failureIn(
  { history, live, health }: EnvironmentState,
  releaseId: string,
): string | undefined {
  const last = history.find(each => each.releaseId === releaseId);
  if (!last || last.succeeded) return undefined;
  if (last.until !== undefined) return 'was replaced';
  const isDegraded = health === 'degraded' && live?.releaseId === releaseId;
  return isDegraded ? 'is degraded' : undefined;
}

function barObstacles(facts: ReadinessFacts, { barred }: Verdicts): Found[] {
  const [bar] = barsOn(facts);
  if (!barred || !bar) return [];
  const { version } = facts.gates.release;
  const { to } = facts.path;
  return [
    {
      key: 'barred',
      kind: 'barred',
      tone: 'blocks',
      title: `${version} is barred`,
      message: `${version} was rolled back in ${to} and is barred there.`,
      remedy: `Promote a newer release, or allow ${version} in ${to} again.`,
      helpers: helpersIn(facts, barLiftingRoles([facts.path])),
      ...overridable(facts, { kind: 'barred', barredAt: bar.barredAt }),
    },
  ];
}

function gateObstacle(facts: ReadinessFacts, gate: GateResult): Found {
  const isPending = gate.status === 'pending';
  const { gateId, status } = gate;
  const lifted = overridable(facts, { kind: 'gate', gateId, status });
  return {
    key: `gate:${gate.gateId}`,
    kind: 'gate',
    tone: isPending ? 'waits' : 'blocks',
    title: gate.title,
    message: gate.reason.message,
    ...(gate.remedy !== undefined && { remedy: gate.remedy }),
    // Nobody can make time pass.
    helpers: [
      ...(isPending ? [] : fixers(facts)),
      ...(lifted.override?.roles ?? []),
    ],
    ...(gate.reevaluateAt !== undefined && { until: gate.reevaluateAt }),
    ...lifted,
  };
}

function approvalObstacles(
  facts: ReadinessFacts,
  { tally, overrides }: Verdicts,
): Found[] {
  const isOverridden = overrides.some(
    ({ target }) => target.kind === 'approval',
  );
  if (tally.reached || tally.rejected || isOverridden) return [];
  const open = tally.slots.filter(slot => slot.userRef === undefined);
  const filled = tally.slots.length - open.length;
  const lifted = overridable(facts, { kind: 'approval' });
  const base = {
    key: 'approval',
    kind: 'approval',
    title: 'Required approvals',
    ...lifted,
  } as const;
  if (tally.satisfiable) {
    return [
      {
        ...base,
        tone: 'waits',
        message: `${filled} of ${tally.slots.length} have agreed.`,
        helpers: [...new Set(open.flatMap(({ candidates }) => candidates))],
      },
    ];
  }
  const missing = missingGroups(
    facts,
    open.map(({ role }) => role),
  );
  return [
    {
      ...base,
      tone: 'blocks',
      message:
        missing?.message ??
        tally.unsatisfiableReason ??
        'its quorum cannot be met',
      ...(missing && { remedy: missing.remedy }),
      helpers: lifted.override?.roles ?? [],
    },
  ];
}

/** Nobody holds a role because the catalog knows none of its groups: that is what to say, and where it is named. */
function missingGroups(
  { unknown = [], roleMembers, roleTitles }: ReadinessFacts,
  roles: readonly string[],
): { readonly message: string; readonly remedy: string } | undefined {
  const empty = roles.filter(role => (roleMembers[role] ?? []).length === 0);
  const named = unknown.filter(({ role }) => role && empty.includes(role));
  const [first] = named;
  if (!first) return undefined;
  const titles = [
    ...new Set(named.map(({ role = '' }) => roleTitle(role, roleTitles))),
  ];
  return {
    message: `Nobody holds the role ${listing(titles, 'or')}: ${named
      .map(({ message }) => message)
      .join(' ')}`,
    remedy: first.remedy,
  };
}

function waitObstacle(facts: ReadinessFacts, wait: Wait): Found {
  const { kind, message, until, holdId } = wait;
  const lifted = {
    ...(kind === 'window' && overridable(facts, { kind })),
    ...(holdId !== undefined &&
      overridable(facts, { kind: 'hold', holdIds: [holdId] })),
  };
  return {
    key: holdId === undefined ? `${kind}:${message}` : `hold:${holdId}`,
    kind,
    tone: 'waits',
    title: kind === 'window' ? 'Window' : waitTable[kind].title,
    message,
    helpers: lifted.override?.roles ?? [],
    ...(until !== undefined && { until }),
    ...lifted,
  };
}
