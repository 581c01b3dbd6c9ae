// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
  type GithubCredentialsProvider,
} from '@backstage/integration';
import type { Config } from '@backstage/config';
import { Octokit } from '@octokit/rest';
import { TerminalError } from 'backstage-plugin-promotion-node';
import { classifyGithubError } from './classifyGithubError';
import { GithubApi } from './GithubApi';

/** The API version whose payloads this adapter knows; served until March 2028 at least. */
const API_VERSION = '2022-11-28';

/** A call that takes longer is given up; shorter than the worker's lease. */
const DEFAULT_TIMEOUT_MS = 20_000;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Opens repositories with the credentials Backstage has for them under `integrations.github`. Credentials are asked
 * for each time, since an app's token lives for an hour. No other host is ever called.
 */
export class GithubConnections {
  readonly #integrations: ScmIntegrations;
  readonly #credentials: GithubCredentialsProvider;
  readonly #timeoutMs: number;
  readonly #repositoryIds = new Map<string, string>();

  constructor(options: {
    readonly config: Config;
    readonly timeoutMs?: number;
  }) {
    this.#integrations = ScmIntegrations.fromConfig(options.config);
    this.#credentials = DefaultGithubCredentialsProvider.fromIntegrations(
      this.#integrations,
    );
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  }

  /**
   * @param repositoryUrl `https://host/owner/name`
   * @throws TerminalError when the address is no repository or its host is not configured
   * @throws SourceUnreachableError when no credentials could be had
   */
  async open(repositoryUrl: string, signal: AbortSignal): Promise<GithubApi> {
    const { owner, repo } = parseRepositoryUrl(repositoryUrl);
    const baseUrl =
      this.#integrations.github.byUrl(repositoryUrl)?.config.apiBaseUrl;
    if (!baseUrl) {
      throw new TerminalError(
        `No GitHub is configured for ${repositoryUrl}. Add its host to integrations.github, with a token or an app.`,
      );
    }
    const octokit = new Octokit({
      baseUrl,
      auth: await this.#readToken(repositoryUrl),
      userAgent: 'backstage-plugin-promotion',
      log: silent,
      request: {
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]),
      },
    });
    octokit.hook.before('request', options => {
      options.headers['x-github-api-version'] = API_VERSION;
    });
    octokit.hook.after('request', ({ status }) => {
      if (status >= 300 && status < 400) {
        throw new TerminalError(
          `GitHub redirects ${owner}/${repo}: it was renamed or moved. Write its present name in the rules.`,
        );
      }
    });
    return new GithubApi({
      octokit,
      owner,
      repo,
      repositoryUrl,
      repositoryIds: this.#repositoryIds,
    });
  }

  async #readToken(url: string): Promise<string> {
    try {
      const { token } = await this.#credentials.getCredentials({ url });
      if (!token) {
        throw new TerminalError(
          `There are no credentials for ${url}. Add a token or an app under integrations.github.`,
        );
      }
      return token;
    } catch (error) {
      if (
        error instanceof Error &&
        /does not have access to a repository|no GitHub integration/i.test(
          error.message,
        )
      ) {
        throw new TerminalError(
          `${error.message}. Install the GitHub app on ${url}, or give it this repository.`,
        );
      }
      throw classifyGithubError(error, `give credentials for ${url}`);
    }
  }
}

function parseRepositoryUrl(repositoryUrl: string): {
  owner: string;
  repo: string;
} {
  const path = URL.canParse(repositoryUrl)
    ? new URL(repositoryUrl).pathname
    : '';
  const [, owner, repo] =
    /^\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(path) ?? [];
  if (!owner || !repo) {
    throw new TerminalError(
      `${repositoryUrl} is not the address of a repository; it looks like https://github.com/owner/name.`,
    );
  }
  return { owner, repo };
}
