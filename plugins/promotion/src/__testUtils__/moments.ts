// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** When the fixtures' story was told: the moment this file was loaded, so that ages look alive. */
const startedAt = Date.now();

/** A moment before now, as the API writes it. */
export function ago(span: {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}): string {
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = span;
  const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return new Date(startedAt - ms).toISOString();
}
