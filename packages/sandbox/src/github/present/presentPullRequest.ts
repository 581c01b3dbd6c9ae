// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitRepository } from '../../git/GitRepository';
import { GithubContext, linksOf } from '../GithubContext';
import { PullRequest } from '../PullRequests';
import { presentRepository, stableId } from './presentRepository';
import { nodeId, presentUser } from './presentUser';

/** The two ends of a pull request. */
export interface PullEnds {
  readonly head: string;
  readonly base: string;
}

/** A pull request as lists give it. */
export async function presentPullSimple(
  context: GithubContext,
  repository: GitRepository,
  options: { readonly pull: PullRequest; readonly ends: PullEnds },
): Promise<Record<string, unknown>> {
  const { pull, ends } = options;
  const { api, html } = linksOf(context, repository);
  const owner = repository.fullName.split('/')[0] ?? '';
  const self = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const page = `${html}/pull/${pull.number}`;
  const repo = await presentRepository(context, repository, true);
  const ownerAccount = presentUser(context.baseUrl(), {
    login: owner,
    id: stableId(owner),
  });
  const end = (ref: string, sha: string) => ({
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: ownerAccount,
    repo,
  });
  const urls = {
    comments: `${issue}/comments`,
    commits: `${self}/commits`,
    statuses: `${api}/statuses/${ends.head}`,
    review_comments: `${self}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
  };
  return {
    url: self,
    id: stableId(`${repository.fullName}#${pull.number}`),
    node_id: nodeId('PullRequest', `${repository.fullName}#${pull.number}`),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: urls.commits,
    review_comments_url: urls.review_comments,
    review_comment_url: urls.review_comment,
    comments_url: urls.comments,
    statuses_url: urls.statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: presentUser(context.baseUrl(), {
      login: pull.author,
      id: stableId(pull.author),
    }),
    body: pull.body,
    labels: pull.labels.map(name => presentLabel(api, name)),
    milestone: null,
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: end(pull.headBranch, ends.head),
    base: end(pull.baseBranch, ends.base),
    _links: {
      self: { href: self },
      html: { href: page },
      issue: { href: issue },
      ...Object.fromEntries(
        Object.entries(urls).map(([name, href]) => [name, { href }]),
      ),
    },
    author_association: 'MEMBER',
    auto_merge: null,
    draft: pull.draft,
  };
}

/** A label as pull requests carry it. */
export function presentLabel(api: string, name: string) {
  return {
    id: stableId(name),
    node_id: nodeId('Label', name),
    url: `${api}/labels/${encodeURIComponent(name)}`,
    name,
    description: null,
    color: 'ededed',
    default: false,
  };
}
