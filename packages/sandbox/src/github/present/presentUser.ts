// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** GitHub's short form of an account. */
export function presentUser(
  baseUrl: string,
  account: { login: string; id: number },
): Record<string, unknown> {
  const api = `${baseUrl}/api/v3/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('User', account.login),
    avatar_url: `${baseUrl}/avatars/${account.id}`,
    gravatar_id: '',
    url: api,
    html_url: `${baseUrl}/${account.login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: 'User',
    user_view_type: 'public',
    site_admin: false,
  };
}

/** The opaque id GitHub gives to everything; ours is readable when decoded. */
export function nodeId(kind: string, name: string): string {
  return Buffer.from(`${kind}:${name}`).toString('base64');
}
