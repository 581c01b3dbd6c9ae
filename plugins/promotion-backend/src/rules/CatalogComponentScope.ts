// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotFoundError, stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EntityRef } from 'backstage-plugin-promotion-common';
import type { SetupProblem } from 'backstage-plugin-promotion-common/plan';
import {
  resolveEnvironment,
  type ResolveScope,
} from 'backstage-plugin-promotion-common/rules';
import { SourceUnreachableError } from 'backstage-plugin-promotion-node';
import { componentFactsOf } from './componentFacts';
import type { ComponentScope, ScopedComponent } from './ComponentScope';
import {
  NoRulesError,
  type LoadedRules,
  type RulesRegistry,
} from './RulesRegistry';

const FIELDS = ['kind', 'metadata', 'spec.type', 'relations'];
const SCAN_MS = 60_000;
/** After a start the catalog fills by and by. */
const EMPTY_SCAN_MS = 5_000;
const ENTITY_MS = 3_000;

/** What the scope needs. */
export interface CatalogComponentScopeOptions {
  readonly catalog: CatalogService;
  readonly auth: AuthService;
  readonly rules: RulesRegistry;
  /** Kinds of entities that any document may apply to. */
  readonly kinds: readonly string[];
  readonly logger: LoggerService;
  /** Milliseconds, for the caches alone. Default the process's. */
  readonly nowMs?: () => number;
}

/** Components of the catalog, read with the service's own credentials. */
export class CatalogComponentScope implements ComponentScope {
  readonly #options: CatalogComponentScopeOptions;
  readonly #entities = new Map<
    EntityRef,
    { readonly until: number; readonly entity: Promise<Entity | undefined> }
  >();
  #scan: { readonly until: number; readonly entities: readonly Entity[] } = {
    until: 0,
    entities: [],
  };
  #scanning?: Promise<void>;

  constructor(options: CatalogComponentScopeOptions) {
    this.#options = options;
  }

  async get(componentRef: EntityRef): Promise<ScopedComponent> {
    const entity = await this.#entity(componentRef);
    if (!entity) {
      throw new NotFoundError(
        `There is no ${componentRef} in the catalog. Register it there first.`,
      );
    }
    const applied = this.#options.rules.forEntity(entity);
    if (!applied) {
      throw new NoRulesError(
        `No promotion rules apply to ${componentRef}. An administrator adds a document for it under promotion.rules[] in app-config.`,
      );
    }
    return resolveComponent(entity, applied.rules, applied.scope);
  }

  async all(): Promise<readonly ScopedComponent[]> {
    if (this.#scan.until <= this.#now()) {
      this.#scanning ??= this.#rescan().finally(() => {
        this.#scanning = undefined;
      });
      await this.#scanning;
    }
    return this.#scan.entities.flatMap(entity => {
      try {
        const applied = this.#options.rules.forEntity(entity);
        return applied
          ? [resolveComponent(entity, applied.rules, applied.scope)]
          : [];
      } catch {
        // The view of that component says what is wrong; here it only cannot be observed.
        return [];
      }
    });
  }

  #entity(componentRef: EntityRef): Promise<Entity | undefined> {
    const cached = this.#entities.get(componentRef);
    if (cached && cached.until > this.#now()) return cached.entity;
    const entity = this.#read(componentRef);
    this.#entities.set(componentRef, {
      until: this.#now() + ENTITY_MS,
      entity,
    });
    entity.catch(() => this.#entities.delete(componentRef));
    if (this.#entities.size > 1_000) {
      this.#entities.delete([...this.#entities.keys()][0] ?? '');
    }
    return entity;
  }

  async #read(componentRef: EntityRef): Promise<Entity | undefined> {
    const { catalog, auth } = this.#options;
    try {
      return await catalog.getEntityByRef(componentRef, {
        credentials: await auth.getOwnServiceCredentials(),
      });
    } catch (error) {
      throw new SourceUnreachableError(
        `The catalog gave no answer about ${componentRef}. Try again shortly.`,
        error,
      );
    }
  }

  async #rescan(): Promise<void> {
    const { catalog, auth, rules, kinds, logger } = this.#options;
    try {
      const entities: Entity[] = [];
      const credentials = await auth.getOwnServiceCredentials();
      const pages = catalog.streamEntities(
        { filter: { kind: [...kinds] }, fields: FIELDS },
        { credentials },
      );
      for await (const page of pages) {
        entities.push(...page.filter(entity => isConcerned(rules, entity)));
      }
      const keepMs = entities.length === 0 ? EMPTY_SCAN_MS : SCAN_MS;
      this.#scan = { until: this.#now() + keepMs, entities };
    } catch (error) {
      logger.warn(
        `The catalog gave no answer; observing the components known so far: ${stringifyError(
          error,
        )}`,
      );
      this.#scan = { ...this.#scan, until: this.#now() + SCAN_MS / 10 };
    }
  }

  #now(): number {
    return (this.#options.nowMs ?? Date.now)();
  }
}

function isConcerned(rules: RulesRegistry, entity: Entity): boolean {
  try {
    return rules.forEntity(entity) !== undefined;
  } catch {
    // Its rules cannot be used now, and may be mended before the next scan.
    return true;
  }
}

function resolveComponent(
  entity: Entity,
  rules: LoadedRules,
  scope: ResolveScope,
): ScopedComponent {
  const component = componentFactsOf(entity);
  const environments = Object.keys(rules.rules.environments).map(name => {
    const resolved = resolveEnvironment(rules.rules, name, component, scope);
    if (resolved.ok) return [name, resolved] as const;
    const problems = resolved.problems.map(problem => ({
      code: 'environment-misconfigured',
      message: `${name}, ${problem.field}: ${problem.message}`,
      remedy: problem.remedy,
    }));
    return [name, { ok: false as const, problems }] as const;
  });
  const shared = sharedTargets(environments);
  return {
    entity,
    component,
    title: entity.metadata.title ?? entity.metadata.name,
    rules,
    environments: Object.fromEntries(
      environments.map(([name, resolved]) => {
        const problems = shared.get(name);
        return [name, problems ? { ok: false as const, problems } : resolved];
      }),
    ),
  };
}

/** Environments that write the file or sync the application of one before them: the same, once placeholders are filled. */
function sharedTargets(
  environments: readonly (readonly [
    string,
    ScopedComponent['environments'][string],
  ])[],
): ReadonlyMap<string, SetupProblem[]> {
  const owners = new Map<string, string>();
  const shared = new Map<string, SetupProblem[]>();
  for (const [name, resolved] of environments) {
    const targets = resolved.ok ? resolved.environment.targets : [];
    for (const { manifest, application } of targets) {
      const { instance, namespace = '' } = application;
      for (const thing of [
        `manifest ${manifest.path} of ${manifest.repositoryUrl}, branch ${manifest.branch}`,
        `application ${application.name} of ${[instance, namespace]
          .filter(Boolean)
          .join('/')}`,
      ]) {
        const owner = owners.get(thing) ?? name;
        owners.set(thing, owner);
        if (owner === name) continue;
        shared.set(name, [
          ...(shared.get(name) ?? []),
          {
            code: 'environment-misconfigured',
            message: `${name}: the ${thing} is also that of ${owner}.`,
            remedy: `Give ${name} its own in the rules, or correct the annotation that leads both there.`,
          },
        ]);
      }
    }
  }
  return shared;
}
