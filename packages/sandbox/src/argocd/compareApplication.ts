// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ApplicationState, Condition, objectKey } from './ApplicationState';
import { ControllerContext } from './ControllerContext';
import { Manifest } from './kustomize/renderKustomization';
import { RenderError } from './kustomize/RenderError';
import { setOperation } from './runOperation';

/**
 * A full comparison of desired and live state: the only thing that moves `reconciledAt`. Starts an
 * automatic sync where one is due.
 *
 * @param fresh look at the branch anew instead of believing the cached commit
 */
export async function compareApplication(
  context: ControllerContext,
  app: ApplicationState,
  fresh: boolean,
): Promise<void> {
  const now = context.clock.now();
  const cached = app.revision;
  const believed = cached && now - cached.at < context.timings.revisionCacheMs;
  try {
    const sha =
      !fresh && believed
        ? cached.sha
        : await context.manifests.resolve(app.definition);
    const target = await context.manifests.render(app.definition, sha);
    app.revision = !fresh && believed ? cached : { sha, at: now };
    app.outOfSync = differences(target, app);
    app.sync = {
      status: app.outOfSync.length === 0 ? 'Synced' : 'OutOfSync',
      revision: sha,
    };
    app.conditions = app.conditions.filter(one => one.type === 'SyncError');
    autoSync(context, app, sha);
  } catch (error) {
    if (!(error instanceof RenderError)) {
      throw error;
    }
    app.sync = { ...app.sync, status: 'Unknown' };
    setCondition(app, {
      type: 'ComparisonError',
      message: `Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = ${error.message}`,
      lastTransitionAt: now,
    });
  }
  // Whole seconds and set last, as in the real one.
  app.reconciledAt = context.clock.now();
}

/** Keys of objects that differ, are missing or should be gone. */
function differences(
  target: readonly Manifest[],
  app: ApplicationState,
): string[] {
  const wanted = new Map(
    target.map(one => [objectKey(one), JSON.stringify(one)]),
  );
  const live = new Map(
    app.live.map(one => [
      objectKey(one.manifest),
      JSON.stringify(one.manifest),
    ]),
  );
  const changed = [...wanted]
    .filter(([key, text]) => live.get(key) !== text)
    .map(([key]) => key);
  const superfluous = [...live.keys()].filter(key => !wanted.has(key));
  return [...changed, ...superfluous];
}

function autoSync(
  context: ControllerContext,
  app: ApplicationState,
  sha: string,
): void {
  const { automated } = app.definition;
  const withoutSyncError = app.conditions.filter(
    one => one.type !== 'SyncError',
  );
  if (!automated || app.sync.status !== 'OutOfSync' || app.operation) {
    app.conditions =
      app.sync.status === 'Synced' ? withoutSyncError : app.conditions;
    return;
  }
  if (!context.windows.canSync(app.definition.name, 'automatic')) {
    return;
  }
  const last = app.operationState;
  if (last && last.syncResult.revision === sha && !last.operation.sync.dryRun) {
    // The same commit is not tried twice; only a person or a new commit gets it moving again.
    if (last.phase !== 'Succeeded') {
      setCondition(app, {
        type: 'SyncError',
        message: `Failed last sync attempt to [${sha}]: ${last.message ?? ''}`,
        lastTransitionAt: context.clock.now(),
      });
      return;
    }
    if (!automated.selfHeal) {
      return;
    }
  }
  app.conditions = withoutSyncError;
  const selfHealing = last?.syncResult.revision === sha;
  setOperation(context, app, {
    sync: {
      revision: sha,
      ...(automated.prune ? { prune: true } : {}),
      // Self-heal syncs only what drifted: a partial sync leaves no history.
      ...(selfHealing ? { resources: app.outOfSync.map(resourceOfKey) } : {}),
    },
    initiatedBy: { automated: true },
    retry: { limit: 5 },
  });
}

function resourceOfKey(key: string) {
  const [group = '', kind = '', namespace = '', name = ''] = key.split('/');
  return { group, kind, namespace, name };
}

function setCondition(app: ApplicationState, condition: Condition): void {
  const same = app.conditions.find(
    one => one.type === condition.type && one.message === condition.message,
  );
  if (!same) {
    app.conditions = [
      ...app.conditions.filter(one => one.type !== condition.type),
      condition,
    ];
  }
}
