// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  SourceUnreachableError,
  TerminalError,
  type Clock,
} from 'backstage-plugin-promotion-node';
import type { ZodType } from 'zod';
import { ArgocdError } from './ArgocdError';
import type { ArgocdInstance } from './ArgocdInstance';
import { errorBodySchema, sessionSchema } from './argocdSchema';

/** One request, relative to `/api/v1`. */
export interface ArgocdRequest<T> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Segments already percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly schema: ZodType<T>;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** A call that takes longer is given up; shorter than the worker's lease. */
const DEFAULT_TIMEOUT_MS = 15_000;

/** After a refused login none is tried for this long: five refusals within 300 s lock the account. */
const LOGIN_PAUSE_MS = 60_000;

/**
 * Speaks HTTP with one Argo CD: authentication, JSON both ways, one more login when a session has expired.
 * Follows no redirect, and puts no header into an error.
 */
export class ArgocdTransport {
  readonly #instance: ArgocdInstance;
  readonly #clock: Clock;
  #session?: Promise<string>;
  #refused?: { readonly error: Error; readonly untilMs: number };

  constructor(instance: ArgocdInstance, clock: Clock) {
    this.#instance = instance;
    this.#clock = clock;
  }

  /** @throws ArgocdError when it answered an error; other errors when it did not answer */
  async request<T>(request: ArgocdRequest<T>): Promise<T> {
    const token = await this.#token(request.signal);
    try {
      return await this.#send(request, token);
    } catch (error) {
      if (
        this.#instance.credentials.kind !== 'login' ||
        !isUnauthenticated(error)
      ) {
        throw error;
      }
      this.#session = undefined;
      return this.#send(request, await this.#token(request.signal));
    }
  }

  async #token(signal: AbortSignal): Promise<string> {
    const { credentials } = this.#instance;
    if (credentials.kind === 'token') {
      return credentials.token;
    }
    const refused = this.#refused;
    if (refused && (await this.#nowMs()) < refused.untilMs) {
      throw refused.error;
    }
    this.#session ??= this.#login(credentials, signal);
    try {
      return await this.#session;
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
  }

  async #login(
    credentials: { readonly username: string; readonly password: string },
    signal: AbortSignal,
  ): Promise<string> {
    try {
      const { token } = await this.#send({
        method: 'POST',
        path: '/session',
        body: {
          username: credentials.username,
          password: credentials.password,
        },
        schema: sessionSchema,
        signal,
      });
      this.#refused = undefined;
      return token;
    } catch (error) {
      if (!isUnauthenticated(error)) {
        throw error;
      }
      const refusal = new SourceUnreachableError(
        `Argo CD ${this.#instance.name} refused the login of ${
          credentials.username
        }: mend username and password under promotion.argocd.instances.`,
      );
      const untilMs = (await this.#nowMs()) + LOGIN_PAUSE_MS;
      this.#refused = { error: refusal, untilMs };
      throw refusal;
    }
  }

  async #nowMs(): Promise<number> {
    return Date.parse(await this.#clock.now());
  }

  async #send<T>(request: ArgocdRequest<T>, token?: string): Promise<T> {
    const query = Object.entries(request.query ?? {}).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const search = query.length ? `?${new URLSearchParams(query)}` : '';
    const response = await fetch(
      `${this.#instance.url}/api/v1${request.path}${search}`,
      {
        method: request.method,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          // Compared for equality on every call but GET, also where there is no body.
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body:
          request.body === undefined ? undefined : JSON.stringify(request.body),
        signal: AbortSignal.any([
          request.signal,
          AbortSignal.timeout(request.timeoutMs ?? DEFAULT_TIMEOUT_MS),
        ]),
      },
    );
    const text = await response.text();
    if (response.status >= 300 && response.status < 400) {
      throw new TerminalError(
        `Argo CD ${
          this.#instance.name
        } redirects: write its final address in promotion.argocd.instances[].url.`,
      );
    }
    const data = parseJson(text);
    if (!response.ok) {
      throw new ArgocdError({
        status: response.status,
        ...readError(data, text),
      });
    }
    const parsed = request.schema.safeParse(data);
    if (data === undefined || !parsed.success) {
      const what = /^\s*</.test(text)
        ? 'HTML'
        : "something that is not Argo CD's API";
      throw new TerminalError(
        `${
          this.#instance.url
        }/api/v1 answered ${what}: check the url of Argo CD ${
          this.#instance.name
        } in promotion.argocd.instances, its root path too.`,
      );
    }
    return parsed.data;
  }
}

function isUnauthenticated(error: unknown): boolean {
  return error instanceof ArgocdError && error.status === 401;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readError(
  data: unknown,
  text: string,
): { code?: number; message: string } {
  const parsed = errorBodySchema.safeParse(data);
  const plain = /^\s*</.test(text) ? 'an HTML page' : text.trim().slice(0, 200);
  return parsed.success
    ? {
        code: parsed.data.code,
        message: parsed.data.message ?? parsed.data.error ?? plain,
      }
    : { message: plain };
}
