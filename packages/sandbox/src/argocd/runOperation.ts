// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  ApplicationState,
  Operation,
  OperationState,
  ResourceKey,
} from './ApplicationState';
import { applyManifests } from './applyManifests';
import { ControllerContext } from './ControllerContext';
import { Manifest } from './kustomize/renderKustomization';
import { RenderError } from './kustomize/RenderError';

const HISTORY_LIMIT = 10;

/** Asks for an operation. What the last one left is cleared: anything shown later belongs to this one. */
export function setOperation(
  context: ControllerContext,
  app: ApplicationState,
  request: Operation,
): void {
  app.operation = { request, at: context.clock.now() };
  app.operationState = undefined;
}

/** Moves an application's operation on by one look of the controller. @returns whether anything changed */
export async function runOperation(
  context: ControllerContext,
  app: ApplicationState,
): Promise<boolean> {
  const { operation, operationState: state } = app;
  const now = context.clock.now();
  if (!operation) {
    return false;
  }
  if (!state) {
    return (
      now - operation.at >= context.timings.operationPickupMs &&
      pickUp(context, app, operation.request)
    );
  }
  if (state.phase === 'Terminating') {
    finish(app, state, {
      phase: 'Failed',
      message: 'Operation terminated',
      at: now,
    });
    return true;
  }
  if (state.retryAt !== undefined && now < state.retryAt) {
    return false;
  }
  const how = operation.request.initiatedBy.automated ? 'automatic' : 'manual';
  if (!context.windows.canSync(app.definition.name, how)) {
    return wait(state, 'Sync operation blocked by sync window');
  }
  if (context.faults.hangingHooks.has(app.definition.name)) {
    return wait(state, 'waiting for completion of hook batch/Job/migrate');
  }
  if (now - (state.retryAt ?? state.startedAt) < context.timings.syncMs) {
    return false;
  }
  await attempt(context, app, state);
  return true;
}

function wait(state: OperationState, message: string): boolean {
  const changed = state.message !== message;
  state.message = message;
  return changed;
}

async function pickUp(
  context: ControllerContext,
  app: ApplicationState,
  request: Operation,
): Promise<boolean> {
  const now = context.clock.now();
  const started = { operation: request, startedAt: now };
  try {
    const revision = await context.manifests.resolve(
      app.definition,
      request.sync.revision,
    );
    app.operationState = {
      ...started,
      phase: 'Running',
      syncResult: { revision },
    };
  } catch (error) {
    if (!(error instanceof RenderError)) {
      throw error;
    }
    const failed: OperationState = {
      ...started,
      phase: 'Running',
      syncResult: { revision: request.sync.revision ?? '' },
    };
    app.operationState = failed;
    finish(app, failed, { phase: 'Error', message: error.message, at: now });
  }
  return true;
}

async function attempt(
  context: ControllerContext,
  app: ApplicationState,
  state: OperationState,
): Promise<void> {
  const { name } = app.definition;
  state.finishedAt = undefined;
  state.retryAt = undefined;
  const left = context.faults.failingSyncs.get(name) ?? 0;
  if (left > 0) {
    context.faults.failingSyncs.set(name, left - 1);
    failOrRetry(context, app, state);
    return;
  }
  let manifests: Manifest[];
  try {
    manifests = await context.manifests.render(
      app.definition,
      state.syncResult.revision,
    );
  } catch (error) {
    if (!(error instanceof RenderError)) {
      throw error;
    }
    finish(app, state, {
      phase: 'Error',
      message: `ComparisonError: ${error.message}`,
      at: context.clock.now(),
    });
    return;
  }
  // While git was read somebody may have asked to terminate.
  if (app.operationState !== state || !isRunning(state)) {
    return;
  }
  const { sync } = state.operation;
  const now = context.clock.now();
  const results = applyManifests(app, manifests, {
    now,
    prune: sync.prune === true,
    dryRun: sync.dryRun === true,
    only: sync.resources,
  });
  state.syncResult.resources = results;
  const partial = isPartial(sync.resources);
  if (!partial && !sync.dryRun) {
    app.history = [
      ...app.history,
      {
        id: (app.history[app.history.length - 1]?.id ?? -1) + 1,
        revision: state.syncResult.revision,
        deployStartedAt: state.startedAt,
        deployedAt: now,
        initiatedBy: state.operation.initiatedBy,
      },
    ].slice(-HISTORY_LIMIT);
  }
  finish(app, state, {
    phase: 'Succeeded',
    message: 'successfully synced (all tasks run)',
    at: now,
  });
}

function isRunning(state: OperationState): boolean {
  return state.phase === 'Running';
}

function isPartial(resources: readonly ResourceKey[] | undefined): boolean {
  return resources !== undefined && resources.length > 0;
}

/** Between two attempts the phase stays Running although `finishedAt` is set. */
function failOrRetry(
  context: ControllerContext,
  app: ApplicationState,
  state: OperationState,
): void {
  const now = context.clock.now();
  const message = 'one or more objects failed to apply (dry run)';
  const count = state.retryCount ?? 0;
  const limit = state.operation.retry?.limit ?? 0;
  if (count >= limit) {
    finish(app, state, { phase: 'Failed', message, at: now });
    return;
  }
  state.retryCount = count + 1;
  state.finishedAt = now;
  state.retryAt = now + 2 ** count * context.timings.syncMs;
  const clock = new Date(state.retryAt).toISOString();
  const hour = Number(clock.slice(11, 13));
  const time = `${hour % 12 || 12}:${clock.slice(14, 16)}${
    hour < 12 ? 'AM' : 'PM'
  }`;
  state.message = `${message}. Retrying attempt #${count + 1} at ${time}.`;
}

function finish(
  app: ApplicationState,
  state: OperationState,
  end: {
    readonly phase: 'Succeeded' | 'Failed' | 'Error';
    readonly message: string;
    readonly at: number;
  },
): void {
  state.phase = end.phase;
  state.message = end.message;
  state.finishedAt = end.at;
  app.operation = undefined;
  app.compareSoon = true;
}
