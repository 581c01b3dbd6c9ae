// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import type {
  EnvironmentState,
  Evidence,
  Release,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import {
  makeRelease,
  runsImage,
  type LiveInterval,
  type ReleaseImage,
} from 'backstage-plugin-promotion-common/model';
import {
  parseRules,
  resolveEnvironment,
  type ComponentFacts,
  type PromotionRules,
} from 'backstage-plugin-promotion-common/rules';
import {
  SourceUnreachableError,
  type LiveState,
} from 'backstage-plugin-promotion-node';
import {
  readManifestImages,
  type FakeClock,
  type FakeDeployments,
  type FakeRepository,
} from 'backstage-plugin-promotion-node/testUtils';
import { FactsGatherer } from '../facts/FactsGatherer';
import type { ScopedComponent } from '../rules/ComponentScope';
import type { Stores } from '../store/DatabaseStores';

/** What the gatherer of the harness stands on. */
export interface FakeFactsOptions {
  readonly clock: FakeClock;
  readonly repository: FakeRepository;
  readonly deployments: FakeDeployments;
  readonly stores: Stores;
  readonly rules: string;
  readonly members: Readonly<Record<string, readonly string[]>>;
}

/** The real gatherer, over what the observer and the catalog would have recorded of the fakes by now. */
export class FakeFactsGatherer extends FactsGatherer {
  /** While true the catalog gives no answer. */
  down = false;
  readonly evidence: Evidence[] = [];
  members: Readonly<Record<string, readonly string[]>>;
  readonly #options: FakeFactsOptions;
  readonly #history = new Map<string, LiveInterval[]>();
  #rules: { readonly rules: PromotionRules; readonly revision: string };

  constructor(options: FakeFactsOptions) {
    super({
      scope: { get: async componentRef => this.#scoped(componentRef) },
      states: { forComponent: async ref => [...(await this.observe(ref))] },
      evidence: { forComponent: async () => this.evidence },
      roles: { resolve: async () => this.#memberships() },
      stores: options.stores,
      clock: options.clock,
    });
    this.#options = options;
    this.members = options.members;
    this.#rules = parsed(options.rules);
  }

  /** The rules change from now on. */
  setRules(text: string): void {
    this.#rules = parsed(text);
  }

  /** An environment of a component, as the rules resolve it. */
  environment(componentRef: string, name: string): ResolvedEnvironment {
    const result = resolveEnvironment(
      this.#rules.rules,
      name,
      componentFacts(componentRef),
      ALLOW,
    );
    if (!result.ok) {
      throw new Error(result.problems.map(({ message }) => message).join(' '));
    }
    return result.environment;
  }

  /** Looks at every environment once, as the observer does. */
  async observe(componentRef: string): Promise<readonly EnvironmentState[]> {
    return Promise.all(
      Object.keys(this.#rules.rules.environments).map(name =>
        this.#stateOf(componentRef, name),
      ),
    );
  }

  #scoped(componentRef: string): ScopedComponent {
    if (this.down) {
      throw new SourceUnreachableError('The catalog did not answer.');
    }
    if (!componentRef.startsWith('component:')) {
      throw new NotFoundError(`There is no component ${componentRef}.`);
    }
    const { rules, revision } = this.#rules;
    const component = componentFacts(componentRef);
    const { name } = component;
    return {
      entity: { apiVersion: 'v1', kind: 'Component', metadata: { name } },
      component,
      title: name,
      rules: {
        name: rules.metadata.name,
        rules,
        revision,
        origin: 'harness',
        text: '',
        loadedAt: this.#options.clock.timestamp,
      },
      environments: Object.fromEntries(
        Object.keys(rules.environments).map(environment => [
          environment,
          {
            ok: true,
            environment: this.environment(componentRef, environment),
          },
        ]),
      ),
    };
  }

  #memberships() {
    return {
      unknown: [],
      roleMembers: this.members,
      membershipProof: Object.fromEntries(
        Object.entries(this.members).map(([role, users]) => [
          role,
          Object.fromEntries(
            users.map(user => [user, [`group:default/${role}`]]),
          ),
        ]),
      ),
    };
  }

  async #stateOf(
    componentRef: string,
    name: string,
  ): Promise<EnvironmentState> {
    const { clock, repository, deployments } = this.#options;
    const { targets } = this.environment(componentRef, name);
    const [target] = targets;
    if (!target) throw new Error(`${name} has no target`);
    const now = clock.timestamp;
    const text = repository.text(target.manifest.path, target.manifest);
    const desired = text && releaseOf(componentRef, imagesIn(text));
    // What the observer last recorded outlives an outage of the deployment tool.
    const wasDown = deployments.down;
    deployments.down = false;
    const [live] = await deployments.readApplications([target], {
      signal: new AbortController().signal,
    });
    deployments.down = wasDown;
    const history = this.#remember(`${componentRef}/${name}`, {
      live: live && liveRelease(componentRef, live, desired || undefined),
      isHealthy: live?.health === 'healthy',
      now,
    });
    const current =
      live && liveRelease(componentRef, live, desired || undefined);
    return {
      componentRef,
      environment: name,
      ...(desired && { desired }),
      commit: repository.head(target.manifest),
      ...(current && { live: current }),
      ...(history[0] && { since: history[0].since }),
      ...(history[0] && { changedAt: history[0].since }),
      sync: live?.sync ?? 'unknown',
      health: live?.health ?? 'unknown',
      ...(live?.healthySince && { healthySince: live.healthySince }),
      history,
      observedAt: now,
      problems: (live?.problems ?? []).map(problem => ({
        source: 'application',
        ...problem,
        since: now,
      })),
    };
  }

  #remember(
    key: string,
    seen: {
      readonly live: Release | undefined;
      readonly isHealthy: boolean;
      readonly now: string;
    },
  ): LiveInterval[] {
    const known = this.#history.get(key) ?? [];
    const [newest, ...older] = known;
    if (!seen.live) return known;
    const { releaseId, version } = seen.live;
    const next =
      newest?.releaseId === releaseId
        ? [
            { ...newest, succeeded: newest.succeeded || seen.isHealthy },
            ...older,
          ]
        : [
            { releaseId, version, since: seen.now, succeeded: seen.isHealthy },
            ...(newest ? [{ ...newest, until: seen.now }] : []),
            ...older,
          ];
    this.#history.set(key, next);
    return next;
  }
}

const ALLOW = {
  repositories: ['https://github.example/**'],
  branches: ['*'],
  manifestPaths: ['**'],
  argocdInstances: ['*'],
  argocdProjects: ['*'],
};

function parsed(text: string) {
  const result = parseRules(text);
  if (result.ok) return result;
  throw new Error(
    result.problems
      .map(({ line, message }) => `${line}: ${message}`)
      .join('\n'),
  );
}

function componentFacts(componentRef: string): ComponentFacts {
  return {
    componentRef,
    name: componentRef.slice(componentRef.lastIndexOf('/') + 1),
    annotations: {},
    ownerRefs: ['group:default/team'],
  };
}

function imagesIn(text: string): ReleaseImage[] {
  return readManifestImages(text).map(({ name, newTag, digest }) => ({
    name,
    ...(newTag && { tag: newTag }),
    ...(digest && { digest }),
  }));
}

function releaseOf(
  componentRef: string,
  images: readonly ReleaseImage[],
): Release | undefined {
  return images.length > 0 ? makeRelease({ componentRef, images }) : undefined;
}

/** What is live, named as the manifest names it where it is the same: by tag, or by digest when the manifest pins one. */
function liveRelease(
  componentRef: string,
  live: LiveState,
  desired: Release | undefined,
): Release | undefined {
  const same = live.images.every(image =>
    desired?.images.some(
      wanted => wanted.name === image.name && runsImage(image, wanted),
    ),
  );
  if (same && desired && live.images.length > 0) {
    const unpinned = desired.images.some(({ digest }) => digest === undefined);
    return unpinned
      ? {
          ...desired,
          observedDigests: live.images.map(
            ({ name, digest }) => `${name}@${digest}`,
          ),
        }
      : desired;
  }
  return releaseOf(
    componentRef,
    live.images.map(({ name, tag }) => ({ name, ...(tag && { tag }) })),
  );
}
