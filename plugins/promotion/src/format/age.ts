// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long a span is, for people: the one unit that fits best, such as `3 h` or `2 d`. Below a minute: `12 s`. */
export function formatSpan(spanMs: number): string {
  const span = Math.max(0, spanMs);
  if (span < minute) return `${Math.floor(span / second)} s`;
  if (span < hour) return `${Math.floor(span / minute)} min`;
  if (span < 2 * day) return `${Math.floor(span / hour)} h`;
  return `${Math.floor(span / day)} d`;
}

/** How long ago a moment is, or in how long it comes: `just now`, `3 h ago`, `in 20 min`. */
export function formatAge(at: string, nowMs: number): string {
  const age = nowMs - Date.parse(at);
  if (Number.isNaN(age)) return at;
  // A clock that runs seconds ahead of ours tells of now, not of the future.
  if (Math.abs(age) < 10 * second) return 'just now';
  return age < 0 ? `in ${formatSpan(-age)}` : `${formatSpan(age)} ago`;
}

/** The exact moment in the reader's own zone and language, with the zone named. */
export function formatMoment(at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle: 'long',
  }).format(moment);
}
