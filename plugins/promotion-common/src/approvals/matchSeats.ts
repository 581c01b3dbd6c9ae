// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Seat, Sitter } from './seats';

/** Which sitter has which seat: `seatToSitter[seat]` is the index of a sitter, absent when open. */
export interface Matching {
  readonly seatToSitter: readonly (number | undefined)[];
}

/**
 * A maximum bipartite matching by augmenting paths (Kuhn), not first fit: somebody who sits may move to another seat
 * to let the next one in, so that a person in two roles never blocks one who holds only one of them. Who once has a
 * seat keeps one: sitters earlier in the list come first.
 */
export function matchSeats(
  seats: readonly Seat[],
  sitters: readonly Sitter[],
): Matching {
  const seatToSitter: (number | undefined)[] = seats.map(() => undefined);

  const seatOne = (sitter: number, visited: Set<number>): boolean => {
    for (const seat of fittingSeats(seats, sitters[sitter])) {
      if (visited.has(seat)) continue;
      visited.add(seat);
      const occupant = seatToSitter[seat];
      if (occupant === undefined || seatOne(occupant, visited)) {
        seatToSitter[seat] = sitter;
        return true;
      }
    }
    return false;
  };

  sitters.forEach((_, sitter) => seatOne(sitter, new Set()));
  return { seatToSitter };
}

/**
 * The seats whose occupants could be moved about so that this open one is filled: itself, and every seat whose
 * occupant fits one already in the set. Whoever fits any of them, and does not sit, would fill the open one.
 */
export function reachableSeats(
  open: number,
  seats: readonly Seat[],
  sitters: readonly Sitter[],
  matching: Matching,
): ReadonlySet<number> {
  const reached = new Set([open]);
  for (const seat of reached) {
    const role = seats[seat]?.role;
    matching.seatToSitter.forEach((sitter, other) => {
      if (sitter === undefined || role === undefined) return;
      // A Set is iterated in order of insertion, also over what is added meanwhile.
      if (sitters[sitter]?.roles.includes(role)) reached.add(other);
    });
  }
  return reached;
}

function fittingSeats(
  seats: readonly Seat[],
  sitter: Sitter | undefined,
): readonly number[] {
  return seats.flatMap((seat, index) =>
    sitter?.roles.includes(seat.role) ? [index] : [],
  );
}
