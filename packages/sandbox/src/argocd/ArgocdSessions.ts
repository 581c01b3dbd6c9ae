// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { isRecord } from '../http/isRecord';
import { SandboxClock } from '../SandboxClock';
import { ArgocdHttpError } from './ArgocdHttpError';

/** A local account of the sandbox's Argo CD. */
export interface ArgocdAccount {
  readonly username: string;
  readonly password: string;
  /** `read` may look, `sync` may also start and end operations. */
  readonly rights: 'read' | 'sync';
  /** Projects it has the rights in; absent: all. */
  readonly projects?: readonly string[];
}

/** Who is calling. */
export interface ArgocdCaller extends ArgocdAccount {
  /** ISO 8601, whole seconds; Argo CD prints it when it refuses. */
  readonly issuedAt: string;
}

const FAILURES_ALLOWED = 5;
const FAILURE_WINDOW_MS = 300_000;
const SESSION_MS = 24 * 3_600_000;

/** Logins and tokens. */
export class ArgocdSessions {
  readonly #clock: SandboxClock;
  readonly #accounts = new Map<string, ArgocdAccount>();
  readonly #failures = new Map<string, number[]>();
  readonly #revoked = new Set<string>();
  #secret: string = randomUUID();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** The key that signs tokens; kept with the controller's state so that tokens survive a restart. */
  get secret(): string {
    return this.#secret;
  }

  restoreSecret(secret: string): void {
    this.#secret = secret;
  }

  addAccount(account: ArgocdAccount): void {
    this.#accounts.set(account.username, account);
  }

  /** @throws ArgocdHttpError 401; after five failures within five minutes also for the right password */
  login(username: unknown, password: unknown): string {
    if (
      typeof username !== 'string' ||
      typeof password !== 'string' ||
      username === '' ||
      password === ''
    ) {
      throw new ArgocdHttpError(16, 'no credentials supplied');
    }
    const now = this.#clock.now();
    const recent = (this.#failures.get(username) ?? []).filter(
      at => now - at < FAILURE_WINDOW_MS,
    );
    const account = this.#accounts.get(username);
    if (
      recent.length >= FAILURES_ALLOWED ||
      !account ||
      account.password !== password
    ) {
      this.#failures.set(username, [...recent, now]);
      throw new ArgocdHttpError(16, 'Invalid username or password');
    }
    this.#failures.delete(username);
    return this.issue(username, SESSION_MS);
  }

  /** A token of an account; `lifetimeMs` absent: without expiry, as an API key. */
  issue(username: string, lifetimeMs?: number): string {
    const iat = Math.floor(this.#clock.now() / 1000);
    const payload = {
      iss: 'argocd',
      sub:
        lifetimeMs === undefined ? `${username}:apiKey` : `${username}:login`,
      nbf: iat,
      iat,
      jti: randomUUID(),
      ...(lifetimeMs === undefined
        ? {}
        : { exp: iat + Math.floor(lifetimeMs / 1000) }),
    };
    const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
    return `${body}.${this.#sign(body)}`;
  }

  revoke(token: string): void {
    this.#revoked.add(token);
  }

  /** @throws ArgocdHttpError 401 with Argo CD's wording for each reason */
  authenticate(
    authorization: string | undefined,
    cookie: string | undefined,
  ): ArgocdCaller {
    const bearer = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    const inCookie = /(?:^|;\s*)argocd\.token=([^;]+)/.exec(cookie ?? '')?.[1];
    const token = [bearer, inCookie].find(one => one?.split('.').length === 3);
    if (!token) {
      throw new ArgocdHttpError(16, 'no session information');
    }
    if (this.#revoked.has(token)) {
      throw new ArgocdHttpError(
        16,
        'invalid session: token is revoked, please re-login',
      );
    }
    const [header = '', payload = '', signature = ''] = token.split('.');
    const expected = this.#sign(`${header}.${payload}`);
    if (
      signature.length !== expected.length ||
      !timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
    ) {
      throw new ArgocdHttpError(
        16,
        'invalid session: token signature is invalid: signature is invalid',
      );
    }
    const claims: unknown = JSON.parse(
      Buffer.from(payload, 'base64url').toString('utf8'),
    );
    const account =
      isRecord(claims) &&
      this.#accounts.get(String(claims.sub).split(':')[0] ?? '');
    if (!isRecord(claims) || !account) {
      throw new ArgocdHttpError(16, 'invalid session: account does not exist');
    }
    if (
      typeof claims.exp === 'number' &&
      claims.exp * 1000 <= this.#clock.now()
    ) {
      throw new ArgocdHttpError(
        16,
        'invalid session: token has invalid claims: token is expired',
      );
    }
    const issuedAt = new Date(Number(claims.iat) * 1000)
      .toISOString()
      .replace('.000Z', 'Z');
    return { ...account, issuedAt };
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#secret).update(body).digest('base64url');
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
