// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Something that must always be true, what makes it so, and the tests that would notice. */
export interface Invariant {
  readonly number: number;
  readonly statement: string;
  readonly enforcement: string;
  /** Files and titles of tests. */
  readonly tests: readonly string[];
}

const properties = '`src/lifecycle/invariants.property.test.ts`';
const tally = '`src/approvals/tallyApprovals.property.test.ts`';
const readiness = '`src/plan/judge.property.test.ts`';

/** The invariants of the lifecycle. Where the core decides only a part, `enforcement` says who does the rest. */
export const invariants: readonly Invariant[] = [
  {
    number: 1,
    statement:
      'Nothing executes unless every enforced gate passed or was overridden and the quorum holds, judged at that moment.',
    enforcement:
      '`executing` is entered from a waiting state by `evaluated` alone, through `standing`; a gate nobody judged blocks. The worker judges again right before it prepares and before it publishes: `onJudgedAgain` leads back.',
    tests: [
      `${properties}: "goes back to waiting when judged again before publishing and something stands in the way (invariant 1)"`,
      `${properties}: "executes only when every enforced gate passed or was overridden and the quorum holds (invariant 1)"`,
      `${readiness}: "lets nothing through that an enforced gate does not pass, unless it was overridden (invariants 1 and 5)"`,
    ],
  },
  {
    number: 2,
    statement:
      'Whoever asked never counts as approver and nobody fills two slots, unless the rules say so; approvals and overrides count for their content only.',
    enforcement:
      '`sortDecisions`, `matchSeats`, `overridesInForce`; `onVote` refuses decisions about other content. Role members are gathered by the backend.',
    tests: [
      `${tally}: "never counts whoever asked, nor anybody twice, unless the rules say so (invariant 2)"`,
      `${tally}: "counts decisions about this content only (invariant 2)"`,
      `${properties}: "takes no decision about other content and none of whoever asked (invariant 2)"`,
    ],
  },
  {
    number: 3,
    statement:
      'Slots are filled by maximum bipartite matching; a quorum that cannot be met is said at the request.',
    enforcement: '`matchSeats` and `whyUnsatisfiable`.',
    tests: [
      `${tally}: "fills as many slots as trying everything does (invariant 3)"`,
      `${tally}: "is satisfiable exactly when everybody who may vote could fill it"`,
    ],
  },
  {
    number: 4,
    statement:
      'Execution holds slots, taken in sorted order with entering it and let go with its end; waiting for people holds none.',
    enforcement:
      '`slotKeys`, and the effects `acquire-slots` and `release-slots`; the store takes them in the same transaction, by a unique key.',
    tests: [
      `${properties}: "holds slots exactly while it executes (invariant 4)"`,
    ],
  },
  {
    number: 5,
    statement:
      'No data, stale data, data about something else, a broken source: never a pass.',
    enforcement:
      '`evaluateGates`; `blockingGateIds` lets only `passed` through.',
    tests: [
      `${readiness}: "lets nothing through that an enforced gate does not pass, unless it was overridden (invariants 1 and 5)"`,
      '`src/gates/evaluateGates.test.ts`',
    ],
  },
  {
    number: 6,
    statement:
      'Each effect happens once, also when a stalled worker wakes up late.',
    enforcement:
      '`prepared` is recorded before `nextAction` says `publish`; late answers are ignored. The branch moves by compare-and-swap, in the adapter.',
    tests: [
      `${properties}: "never publishes what is not prepared and recorded, and never twice (invariant 6)"`,
    ],
  },
  {
    number: 7,
    statement:
      'Attempts are bounded, every wait has a deadline, every promotion ends.',
    enforcement:
      '`deadlineFor` for every open state, `MAX_ATTEMPTS`, `outageMaxMs`.',
    tests: [
      `${properties}: "gives every wait a deadline and counts no attempt beyond the bound (invariant 7)"`,
      `${properties}: "ends when nothing happens but its deadlines (invariant 7)"`,
    ],
  },
  {
    number: 8,
    statement:
      'Writes and reverts are field by field; a rollback bars the release there and holds automatic promotion.',
    enforcement:
      '`applyFieldWrites`, `revertWrites`; `restored` and `succeed`.',
    tests: [
      `${properties}: "bars the release and holds automatic promotion with every rollback (invariant 8)"`,
      '`src/manifests/manifests.test.ts`',
    ],
  },
  {
    number: 9,
    statement:
      'Records are append-only and chained; replaying them gives the row.',
    enforcement: '`replay`; chaining by the store.',
    tests: [
      `${properties}: "is given back by replaying its records (invariant 9)"`,
    ],
  },
  {
    number: 10,
    statement: 'A terminal state has no way out and no effects.',
    enforcement: '`transition` asks before anything else.',
    tests: [
      `${properties}: "stays as it ended, whatever comes (invariant 10)"`,
    ],
  },
];
