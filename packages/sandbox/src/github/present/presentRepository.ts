// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitRepository } from '../../git/GitRepository';
import { linksOf, GithubContext } from '../GithubContext';
import { nodeId, presentUser } from './presentUser';

const TEMPLATES = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const;

/** The whole answer of `GET /repos/{owner}/{repo}`. */
export async function presentRepository(
  context: GithubContext,
  repository: GitRepository,
  push: boolean,
): Promise<Record<string, unknown>> {
  const links = linksOf(context, repository);
  const [owner = '', name = ''] = repository.fullName.split('/');
  const branch = await repository.defaultBranch();
  const head = await repository.commit(`refs/heads/${branch}`);
  const changedAt = head?.committer.date ?? '2026-01-01T00:00:00Z';
  const urls = Object.entries(TEMPLATES).map(([key, path]) => [
    key,
    `${links.api}${path}`,
  ]);
  return {
    id: stableId(repository.fullName),
    node_id: nodeId('Repository', repository.fullName),
    name,
    full_name: repository.fullName,
    owner: {
      ...presentUser(context.baseUrl(), { login: owner, id: stableId(owner) }),
      type: 'Organization',
    },
    private: true,
    html_url: links.html,
    description: 'Sandbox repository: real git, imitated GitHub',
    fork: false,
    url: links.api,
    ...Object.fromEntries(urls),
    git_url: `git://sandbox.invalid/${repository.fullName}.git`,
    ssh_url: `git@sandbox.invalid:${repository.fullName}.git`,
    clone_url: `${links.html}.git`,
    svn_url: links.html,
    mirror_url: null,
    homepage: null,
    language: null,
    forks_count: 0,
    forks: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    size: 0,
    default_branch: branch,
    open_issues_count: 0,
    open_issues: 0,
    is_template: false,
    topics: [],
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: 'private',
    pushed_at: changedAt,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: changedAt,
    permissions: {
      admin: false,
      maintain: false,
      push,
      triage: push,
      pull: true,
    },
    allow_rebase_merge: true,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    subscribers_count: 0,
    network_count: 0,
    license: null,
  };
}

/** A number that is the same for the same name. */
export function stableId(name: string): number {
  return [...name].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007,
    7,
  );
}
