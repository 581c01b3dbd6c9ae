// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { TimelineEntry } from 'backstage-plugin-promotion-common';

/** Records that say the same one after the other, as one line: the newest of them, and how many there are. */
export interface TimelineLine {
  readonly entry: TimelineEntry;
  readonly count: number;
  /** The first time it was said. */
  readonly since: string;
}

/** The history, which comes oldest first, newest first with what was only repeated folded into one line. A change of state is never folded. */
export function foldTimeline(
  entries: readonly TimelineEntry[],
): readonly TimelineLine[] {
  const lines: TimelineLine[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last && repeats(entry, last.entry)) {
      lines[lines.length - 1] = { ...last, entry, count: last.count + 1 };
    } else {
      lines.push({ entry, count: 1, since: entry.at });
    }
  }
  return lines.reverse();
}

function repeats(entry: TimelineEntry, before: TimelineEntry): boolean {
  return (
    entry.from === entry.to &&
    before.to === entry.from &&
    entry.message === before.message &&
    entry.actor.ref === before.actor.ref
  );
}
