// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { gateTable } from '../gates/gateTable';

const [first, ...others] = gateTable;

/** What a path may ask, one schema a gate kind, as the table of gates has them. */
export const gateRulesSchema = z.discriminatedUnion('kind', [
  first.schema,
  ...others.map(({ schema }) => schema),
]);
/** @see gateRulesSchema */
export type GateRules = z.infer<(typeof gateTable)[number]['schema']>;
/** The rules of one kind of gate. */
export type GateRulesOf<K extends GateRules['kind']> = Extract<
  GateRules,
  { kind: K }
>;
