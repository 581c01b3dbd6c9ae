// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { approvalSchema, overrideSchema, tallySchema } from '../model/Approval';
import { environmentStateSchema } from '../model/EnvironmentState';
import { evidenceSchema } from '../model/Evidence';
import { explanationSchema } from '../model/Explanation';
import { gateResultSchema } from '../model/Gate';
import { planSchema } from '../model/Plan';
import { releaseSchema } from '../model/Release';
import { componentViewSchema } from '../views/ComponentView';
import {
  promotionSummarySchema,
  promotionViewSchema,
} from '../views/PromotionView';
import { commandAnswerSchema } from './commands/triedBy';
import { contract, type Route } from './contract';

/** A value of JSON Schema 2020-12 or OpenAPI 3.1. */
export type OpenApiObject = { [key: string]: unknown };

/** The schemas that have a name of their own in the document; every other one stands where it is used. */
const named = {
  Approval: approvalSchema,
  CommandAnswer: commandAnswerSchema,
  ComponentView: componentViewSchema,
  EnvironmentState: environmentStateSchema,
  Evidence: evidenceSchema,
  Explanation: explanationSchema,
  GateResult: gateResultSchema,
  Override: overrideSchema,
  Plan: planSchema,
  PromotionSummary: promotionSummarySchema,
  PromotionView: promotionViewSchema,
  Release: releaseSchema,
  Tally: tallySchema,
} satisfies Record<string, z.ZodType>;

/** What every error looks like; `message` says what to do next. */
const errorSchema = z.object({
  error: z.object({
    name: z.string(),
    message: z.string(),
    code: z.string().optional(),
    explanation: explanationSchema.optional(),
    plan: planSchema.optional(),
    current: z
      .object({
        promotion: promotionViewSchema.optional(),
        plan: planSchema.optional(),
      })
      .optional(),
  }),
});

/** What any route may answer when it does not do what was asked, by status. */
const refusals = {
  '400': {
    name: 'Malformed',
    description: 'The request is malformed; the message names each field',
  },
  '401': {
    name: 'Unauthenticated',
    description: 'No or unusable credentials',
  },
  '403': { name: 'NotAllowed', description: 'This caller may not do this' },
  '404': {
    name: 'NotFound',
    description: 'There is no such thing, or the caller may not see it',
  },
  '409': {
    name: 'Conflict',
    description:
      'Refused with the explanation, or something else stands now than the caller has seen',
  },
  '422': {
    name: 'Misconfigured',
    description:
      'The configuration of the component does not allow it; the message names the place and the remedy',
  },
  '503': {
    name: 'Unreachable',
    description: 'A system this depends on gave no answer; ask again',
  },
} as const;

/** The contract as an OpenAPI 3.1 document. Served at `/openapi.json`, and packed with the backend. */
export function openApiDocument(): OpenApiObject {
  const paths: Record<string, OpenApiObject> = {};
  const answers = convertAnswers();
  for (const [name, route] of Object.entries<Route>(contract)) {
    const answer = answers[answerNameOf(name)] ?? {};
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: describeRoute(name, route, answer),
    };
    delete answers[answerNameOf(name)];
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Promotion for Backstage',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Moves a release of a component from one environment to the next. Generated from the table of routes that also parses the requests.',
    },
    servers: [{ url: '/api/promotion/v1' }],
    security: [{ backstage: [] }],
    paths,
    components: {
      securitySchemes: {
        backstage: {
          type: 'http',
          scheme: 'bearer',
          description: 'A Backstage token of a user or a service',
        },
      },
      responses: Object.fromEntries(
        Object.values(refusals).map(refusal => [
          refusal.name,
          {
            description: refusal.description,
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Error' },
              },
            },
          },
        ]),
      ),
      schemas: answers,
    },
  };
}

function describeRoute(
  name: string,
  route: Route,
  answer: unknown,
): OpenApiObject {
  const callers =
    route.caller === 'user'
      ? 'People only: a person without an acting service.'
      : 'People and services.';
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...(route.idempotent ? [idempotencyHeader] : []),
  ];
  return {
    operationId: name,
    summary: route.summary,
    description: `${callers} Permission: \`${route.permission}\`.`,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: convert(route.body) } },
      },
    }),
    responses: {
      [route.status]: {
        description: route.summary,
        content: { 'application/json': { schema: answer } },
      },
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, { name: response }]) => [
          status,
          { $ref: `#/components/responses/${response}` },
        ]),
      ),
    },
  };
}

const idempotencyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key and body, within 24 hours, gives the first answer again',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

function parametersOf(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
): OpenApiObject[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = convert(schema);
  return Object.entries(asObject(properties)).map(([name, value]) => ({
    name,
    in: place,
    required:
      place === 'path' || (Array.isArray(required) && required.includes(name)),
    schema: value,
  }));
}

function convert(schema: z.ZodType): OpenApiObject {
  return withoutKeywords(z.toJSONSchema(schema, { io: 'input' }));
}

/** Every answer, by the name of its route, and the named schemas; they refer to each other as components. */
function convertAnswers(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...named, Error: errorSchema })) {
    registry.add(schema, { id });
  }
  for (const [name, route] of Object.entries<Route>(contract)) {
    const known = registry.get(route.answer);
    if (!known) registry.add(route.answer, { id: answerNameOf(name) });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'output',
    uri: id => `#/components/schemas/${id}`,
  });
  const converted: Record<string, unknown> = Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [
      id,
      withoutKeywords(schema),
    ]),
  );
  for (const [name, route] of Object.entries<Route>(contract)) {
    const id = registry.get(route.answer)?.id ?? '';
    if (id !== answerNameOf(name)) {
      converted[answerNameOf(name)] = { $ref: `#/components/schemas/${id}` };
    }
  }
  return converted;
}

function answerNameOf(name: string): string {
  return `answer-${name}`;
}

/** `$schema` and `$id` belong to stand-alone documents. */
function withoutKeywords(schema: object): OpenApiObject {
  const { $schema, $id, id, ...rest } = asObject(schema);
  return rest;
}

function asObject(value: unknown): OpenApiObject {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
