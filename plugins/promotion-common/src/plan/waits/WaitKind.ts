// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Wait } from '../../model/Readiness';
import type { Timestamp } from '../../model/scalars';
import type { ReadinessFacts } from '../ReadinessFacts';

/**
 * Who ends a wait: time alone, a turn that others let go, a source that answers again, or people who end what they set.
 */
export type LiftedBy = 'time' | 'turn' | 'source' | 'people';

/** One kind of wait: where it comes from and how it is told. `T` is one of what is waited for. */
interface Definition<T> {
  readonly kind: Wait['kind'];
  readonly title: string;
  readonly liftedBy: LiftedBy;
  /** Whether a rollback by hand waits for it too: going back waits for little. */
  readonly stopsRollback: boolean;
  /** What is waited for now, in the order it is told. */
  readonly of: (facts: ReadinessFacts) => readonly T[];
  /** When it ends by itself; absent: that is not known. */
  readonly until: (one: T) => Timestamp | undefined;
  readonly message: (one: T, facts: ReadinessFacts) => string;
  /** The hold it comes from. */
  readonly holdId?: (one: T) => string;
}

/** An entry of the table of waits. */
export interface WaitKind
  extends Pick<
    Definition<never>,
    'kind' | 'title' | 'liftedBy' | 'stopsRollback'
  > {
  readonly waits: (facts: ReadinessFacts) => readonly Wait[];
}

/** Makes an entry of the table. */
export function waitKind<T>(definition: Definition<T>): WaitKind {
  const { kind, title, liftedBy, stopsRollback, of, until } = definition;
  const asWait = (one: T, facts: ReadinessFacts): Wait => {
    const end = until(one);
    return {
      kind,
      message: definition.message(one, facts),
      ...(end !== undefined && { until: end }),
      ...(definition.holdId && { holdId: definition.holdId(one) }),
    };
  };
  return {
    kind,
    title,
    liftedBy,
    stopsRollback,
    waits: facts => of(facts).map(one => asWait(one, facts)),
  };
}
