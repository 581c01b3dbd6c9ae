// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Who a token stands for and what it may do. */
export interface GithubIdentity {
  readonly login: string;
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly access: 'read' | 'write';
  /** GitHub signs commits of apps when neither author nor committer is given, never those of people. */
  readonly kind: 'person' | 'app';
}

/** The tokens the sandbox knows. Kept in memory; they are given anew at each start. */
export class GithubTokens {
  readonly #identities = new Map<string, GithubIdentity>();

  accept(token: string, identity: Partial<GithubIdentity> = {}): void {
    const login = identity.login ?? 'promotion-bot';
    this.#identities.set(token, {
      login,
      id: 9000 + this.#identities.size,
      name: identity.name ?? login,
      email: identity.email ?? `${login}@users.noreply.example`,
      access: 'write',
      kind: 'person',
      ...identity,
    });
  }

  revoke(token: string): void {
    this.#identities.delete(token);
  }

  /** Who an `Authorization` header stands for; `invalid` when it carries a token nobody knows. */
  identify(
    header: string | undefined,
  ): GithubIdentity | 'anonymous' | 'invalid' {
    if (!header) {
      return 'anonymous';
    }
    const token = /^(?:token|bearer)\s+(.+)$/i.exec(header)?.[1]?.trim();
    return (token && this.#identities.get(token)) || 'invalid';
  }
}
