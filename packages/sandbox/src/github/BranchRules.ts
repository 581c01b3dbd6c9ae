// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GithubHttpError } from './GithubHttpError';

/** A rule of a repository ruleset, the kinds that stop a push. */
export type BranchRule =
  | { readonly type: 'pull_request' }
  | { readonly type: 'required_signatures' }
  | { readonly type: 'update' }
  | {
      readonly type: 'required_status_checks';
      readonly contexts: readonly string[];
    };

/** The rulesets that protect branches of the sandbox's repositories. */
export class BranchRules {
  readonly #rules = new Map<string, BranchRule[]>();

  /** Puts a rule on a branch, as an administrator would overnight. */
  add(repository: string, branch: string, rule: BranchRule): void {
    this.#rules.set(key(repository, branch), [
      ...this.of(repository, branch),
      rule,
    ]);
  }

  clear(): void {
    this.#rules.clear();
  }

  of(repository: string, branch: string): readonly BranchRule[] {
    return this.#rules.get(key(repository, branch)) ?? [];
  }

  /** The rules as `GET /rules/branches/{branch}` lists them. */
  describe(repository: string, branch: string): Record<string, unknown>[] {
    return this.of(repository, branch).map(rule => ({
      type: rule.type,
      ...parameters(rule),
      ruleset_source_type: 'Repository',
      ruleset_source: repository,
      ruleset_id: 42,
    }));
  }

  /**
   * Refuses a direct push that a rule forbids.
   * @param push what is pushed where, and the status the door uses (PATCH of a ref 422, PUT contents 409)
   * @throws GithubHttpError with GitHub's text
   */
  check(push: {
    readonly repository: string;
    readonly branch: string;
    readonly signed: boolean;
    readonly passedContexts: readonly string[];
    readonly status: 409 | 422;
  }): void {
    const violations = this.of(push.repository, push.branch).flatMap(rule => {
      switch (rule.type) {
        case 'pull_request':
          return ['Changes must be made through a pull request.'];
        case 'update':
          return ['Cannot update this protected ref.'];
        case 'required_signatures':
          return push.signed ? [] : ['Commits must have verified signatures.'];
        default:
          return rule.contexts
            .filter(context => !push.passedContexts.includes(context))
            .map(context => `Required status check "${context}" is expected.`);
      }
    });
    if (violations.length > 0) {
      throw new GithubHttpError(
        push.status,
        `Repository rule violations found\n\n${violations.join('\n\n')}`,
      );
    }
  }
}

function key(repository: string, branch: string): string {
  return `${repository}#${branch}`;
}

function parameters(rule: BranchRule): Record<string, unknown> {
  if (rule.type === 'pull_request') {
    return {
      parameters: {
        allowed_merge_methods: ['merge', 'squash', 'rebase'],
        dismiss_stale_reviews_on_push: false,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_approving_review_count: 0,
        required_review_thread_resolution: false,
      },
    };
  }
  if (rule.type === 'required_status_checks') {
    return {
      parameters: {
        required_status_checks: rule.contexts.map(context => ({ context })),
        strict_required_status_checks_policy: false,
      },
    };
  }
  return {};
}
