// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { promotionRulesSchema } from './PromotionRules';

/** The part of JSON Schema (2020-12) our rules need; what `z.toJSONSchema` writes for them. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
}

let cached: JsonSchema | undefined;

/** The JSON Schema of a rules document as people write it, for editors; generated from the zod schema. */
export function rulesJsonSchema(): JsonSchema {
  cached ??= {
    ...z.toJSONSchema(promotionRulesSchema, { io: 'input' }),
    title: 'Promotion rules',
  } as JsonSchema;
  return cached;
}

/** The choice among `oneOf` whose `kind` is that of the value; the schema itself where there is no choice. */
export function chosenSchema(
  schema: JsonSchema,
  value: unknown,
): JsonSchema | undefined {
  if (!schema.oneOf) return schema;
  const kind = kindOf(value);
  return schema.oneOf.find(option => option.properties?.kind?.const === kind);
}

/** The schema of one key or index of a value; absent: the schema knows no such place. */
export function schemaOfPart(
  schema: JsonSchema,
  part: string | number,
  value: unknown,
): JsonSchema | undefined {
  const chosen = chosenSchema(schema, value);
  if (!chosen) return undefined;
  if (typeof part === 'number') return chosen.items;
  if (chosen.properties && Object.hasOwn(chosen.properties, part)) {
    return chosen.properties[part];
  }
  return typeof chosen.additionalProperties === 'object'
    ? chosen.additionalProperties
    : undefined;
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value
    ? value.kind
    : undefined;
}
