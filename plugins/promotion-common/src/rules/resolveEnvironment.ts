// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentName } from '../model/scalars';
import type { ManifestLocation } from '../model/Plan';
import {
  AllowList,
  isAllowed,
  isRepositoryAllowed,
  withoutSuffix,
} from './allowList';
import { fillTemplate, TemplateShape } from './fillTemplate';
import type { EnvironmentRules } from './environmentRules';
import type { PromotionRules } from './PromotionRules';
import type {
  ComponentFacts,
  ResolvedEnvironment,
  ResolvedTarget,
} from './ResolvedEnvironment';

/** Why an environment of a component cannot be used; nothing is ever written while there is one. */
export interface ConfigurationProblem {
  readonly environment: EnvironmentName;
  /** Where in the environment's rules: `targets[0].manifest.path`. */
  readonly field: string;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do about it, in the imperative. */
  readonly remedy: string;
}

/** What may be reached, and the host on which `owner/name` lives. */
export interface ResolveScope extends AllowList {
  /** Default `https://github.com`. */
  readonly defaultRepositoryHost?: string;
}

/** An environment of a component with its placeholders filled, or every reason why not. */
export type ResolvedEnvironmentResult =
  | { readonly ok: true; readonly environment: ResolvedEnvironment }
  | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

/** Fills an environment's templates for one component and holds the result against the allow-list. */
export function resolveEnvironment(
  rules: PromotionRules,
  environment: EnvironmentName,
  component: ComponentFacts,
  allow: ResolveScope,
): ResolvedEnvironmentResult {
  const definition = Object.hasOwn(rules.environments, environment)
    ? rules.environments[environment]
    : undefined;
  if (!definition) {
    const problem: ConfigurationProblem = {
      environment,
      field: 'environments',
      message: `The rules ${rules.metadata.name} have no environment ${environment}.`,
      remedy: `Define it, or choose one of ${Object.keys(
        rules.environments,
      ).join(', ')}.`,
    };
    return { ok: false, problems: [problem] };
  }
  return new Resolution({ environment, component, allow }).resolve(definition);
}

interface Context {
  readonly environment: EnvironmentName;
  readonly component: ComponentFacts;
  readonly allow: ResolveScope;
}

/** Gathers the problems of one environment, so that all are said at once. */
class Resolution {
  readonly #problems: ConfigurationProblem[] = [];
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  resolve(rules: EnvironmentRules): ResolvedEnvironmentResult {
    const { environment, component } = this.#context;
    const repositoryUrl = this.#repository(rules.repository);
    const branch = this.#branch(rules.branch);
    const labels = Object.entries(
      Object.keys(rules.labels).length > 0
        ? rules.labels
        : { component: '{component}', environment: '{environment}' },
    ).map(([name, text]) => [name, this.#fill(text, `labels.${name}`)]);
    const images = rules.images.map((text, index) =>
      this.#fill(text, `images[${index}]`, 'image'),
    );
    const targets = rules.targets.map((target, index) =>
      this.#target(target, { at: `targets[${index}]`, repositoryUrl, branch }),
    );
    if (this.#problems.length > 0) {
      return { ok: false, problems: this.#problems };
    }
    return {
      ok: true,
      environment: {
        componentRef: component.componentRef,
        environment,
        title: rules.title ?? environment,
        labels: Object.fromEntries(labels),
        images,
        targets,
        allowedProjects: [...this.#context.allow.argocdProjects],
      },
    };
  }

  #target(
    target: EnvironmentRules['targets'][number],
    where: { at: string; repositoryUrl: string; branch: string },
  ): ResolvedTarget {
    const { name, instance, namespace, project } = target.application;
    const at = `${where.at}.application`;
    const manifest: ManifestLocation = {
      repositoryUrl: where.repositoryUrl,
      branch: where.branch,
      path: this.#path(target.manifest.path, `${where.at}.manifest.path`),
    };
    const application = {
      name: this.#fill(name, `${at}.name`),
      instance: this.#allowed(instance, `${at}.instance`, 'argocdInstances'),
      ...(namespace !== undefined && {
        namespace: this.#fill(namespace, `${at}.namespace`),
      }),
      ...(project !== undefined && {
        project: this.#allowed(project, `${at}.project`, 'argocdProjects'),
      }),
    };
    return { manifest, format: target.manifest.format, application };
  }

  #repository(template: string): string {
    const field = 'repository';
    const text = this.#fill(template, field, 'repository');
    if (text === '') return '';
    const host =
      this.#context.allow.defaultRepositoryHost ?? 'https://github.com';
    const base = withoutSuffix(host);
    const url = withoutSuffix(text.includes('://') ? text : `${base}/${text}`);
    const isSecure = url.startsWith('https://') || url.startsWith(`${base}/`);
    const hasShape =
      /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?\/[\w.-]+\/[\w.-]+$/.test(url);
    if (!isSecure || !hasShape || /\/\.+(\/|$)/.test(url)) {
      this.#report(field, {
        message: `"${text}" is not a repository.`,
        remedy:
          'Write owner/name, or an address such as https://github.com/owner/name.',
      });
      return '';
    }
    if (!isRepositoryAllowed(url, this.#context.allow.repositories, base)) {
      this.#outside(field, {
        what: `The repository ${url}`,
        list: 'repositories',
      });
    }
    return url;
  }

  #branch(template: string): string {
    const branch = this.#fill(template, 'branch', 'segments');
    if (branch === '') return '';
    const isName =
      /^[\w.-]+(\/[\w.-]+)*$/.test(branch) &&
      !/^-|\.\.|\.lock$|\.$/.test(branch);
    if (!isName) {
      this.#report('branch', {
        message: `"${branch}" is not the name of a branch.`,
        remedy: 'Write the branch of the GitOps repository, such as main.',
      });
      return '';
    }
    if (!isAllowed(branch, this.#context.allow.branches)) {
      this.#outside('branch', {
        what: `The branch ${branch}`,
        list: 'branches',
      });
    }
    return branch;
  }

  #path(template: string, field: string): string {
    const filled = this.#fill(template, field, 'segments').replace(/\/+$/, '');
    if (filled === '') return '';
    const segments = filled.split('/');
    const isInside = segments.every(
      segment =>
        /^[\w.@+ -]+$/.test(segment) && !/^(\.+|\.git)$/i.test(segment),
    );
    if (!isInside) {
      this.#report(field, {
        message: `"${filled}" is not a path inside the repository.`,
        remedy:
          'Write it from the root of the repository, without "..", "." or a leading slash.',
      });
      return '';
    }
    const isFile = /(\.ya?ml|^Kustomization)$/.test(segments.at(-1) ?? '');
    const path = isFile ? filled : `${filled}/kustomization.yaml`;
    if (!isAllowed(path, this.#context.allow.manifestPaths)) {
      this.#outside(field, {
        what: `The manifest ${path}`,
        list: 'manifestPaths',
      });
    }
    return path;
  }

  #allowed(
    template: string,
    field: string,
    list: 'argocdInstances' | 'argocdProjects',
  ): string {
    const text = this.#fill(template, field);
    if (text !== '' && !isAllowed(text, this.#context.allow[list])) {
      const kind = list === 'argocdInstances' ? 'instance' : 'project';
      this.#outside(field, { what: `The Argo CD ${kind} ${text}`, list });
    }
    return text;
  }

  /** The filled text; empty after a problem was reported. */
  #fill(
    template: string,
    field: string,
    shape: TemplateShape = 'segment',
  ): string {
    const { component, environment } = this.#context;
    const filled = fillTemplate(template, { component, environment, shape });
    if (filled.ok && filled.text !== '') return filled.text;
    this.#report(
      field,
      filled.ok
        ? {
            message: 'The text is empty.',
            remedy: 'Correct the rules or the annotation.',
          }
        : { ...filled, message: asSentence(filled.message) },
    );
    return '';
  }

  #outside(
    field: string,
    { what, list }: { what: string; list: keyof AllowList },
  ) {
    this.#report(field, {
      message: `${what} lies outside what these rules may reach.`,
      remedy: `Correct it, or let an administrator add it to promotion.rules[].allow.${list}.`,
    });
  }

  #report(field: string, problem: { message: string; remedy: string }) {
    const { environment } = this.#context;
    const { message, remedy } = problem;
    this.#problems.push({ environment, field, message, remedy });
  }
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
