// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isRecord } from '../http/isRecord';
import { Operation, ResourceKey } from './ApplicationState';
import { ArgocdHttpError } from './ArgocdHttpError';

/** A `POST …/sync` body, understood. Unknown fields are ignored, as Go does. */
export interface SyncRequest {
  readonly appNamespace?: string;
  readonly project?: string;
  readonly revision?: string;
  readonly operation: Omit<Operation, 'initiatedBy'>;
}

/** @throws ArgocdHttpError 400 with the Go decoder's words for a wrong type */
export function readSyncRequest(body: unknown): SyncRequest {
  const fields = isRecord(body) ? body : {};
  const text = (name: string) => typed(fields, name, 'string');
  const flag = (name: string) => typed(fields, name, 'boolean');
  const positions = Array.isArray(fields.sourcePositions)
    ? fields.sourcePositions
    : [];
  if (positions.some((one: unknown) => typeof one !== 'number')) {
    // The description says string; the decoder wants numbers.
    throw goTypeError('string', 'sourcePositions', 'int64');
  }
  if (positions.some((one: unknown) => Number(one) !== 1)) {
    throw new ArgocdHttpError(2, 'source position is out of range');
  }
  const revision = text('revision');
  const infos = list(fields.infos).map(one => ({
    name: String(one.name),
    value: String(one.value),
  }));
  const options = isRecord(fields.syncOptions)
    ? fields.syncOptions.items
    : undefined;
  const retry = isRecord(fields.retryStrategy)
    ? fields.retryStrategy
    : undefined;
  const resources = list(fields.resources).map(resourceKey);
  return {
    appNamespace: text('appNamespace'),
    project: text('project'),
    revision,
    operation: {
      sync: {
        ...(revision ? { revision } : {}),
        ...(flag('prune') ? { prune: true } : {}),
        ...(flag('dryRun') ? { dryRun: true } : {}),
        ...(resources.length > 0 ? { resources } : {}),
        ...(Array.isArray(options) ? { syncOptions: options.map(String) } : {}),
        ...(isRecord(fields.strategy) ? { syncStrategy: fields.strategy } : {}),
      },
      ...(infos.length > 0 ? { info: infos } : {}),
      ...(retry ? { retry: { limit: Number(retry.limit ?? 0) } } : {}),
    },
  };
}

function typed(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  type: 'string',
): string | undefined;
function typed(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  type: 'boolean',
): boolean | undefined;
function typed(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  type: 'string' | 'boolean',
) {
  const value = fields[name];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== type) {
    throw goTypeError(
      typeof value === 'boolean' ? 'bool' : typeof value,
      name,
      type === 'boolean' ? 'bool' : type,
    );
  }
  return value;
}

function goTypeError(
  given: string,
  field: string,
  wanted: string,
): ArgocdHttpError {
  return new ArgocdHttpError(
    3,
    `json: cannot unmarshal ${given} into Go struct field ApplicationSyncRequest.${field} of type ${wanted}`,
  );
}

function list(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function resourceKey(value: Readonly<Record<string, unknown>>): ResourceKey {
  return {
    ...(value.group ? { group: String(value.group) } : {}),
    kind: String(value.kind),
    name: String(value.name),
    ...(value.namespace ? { namespace: String(value.namespace) } : {}),
  };
}
