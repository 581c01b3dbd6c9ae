// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { defaultTemplates, type PrometheusQueries } from './queries';

/** One Prometheus, as `promotion.prometheus` declares it. */
export interface PrometheusSettings {
  /** Root of the server, without a slash at the end. */
  readonly url: string;
  /** Where people look at it. Absent: evidence carries no link. */
  readonly webUrl?: string;
  readonly credentials?:
    | { readonly kind: 'token'; readonly token: string }
    | {
        readonly kind: 'basic';
        readonly username: string;
        readonly password: string;
      };
  readonly queries: PrometheusQueries;
}

function readUrl(config: Config, key: string): string | undefined {
  const url = config.getOptionalString(key)?.replace(/\/+$/, '');
  if (url !== undefined && !/^https?:\/\/[^\s]+$/.test(url)) {
    throw new InputError(
      `promotion.prometheus.${key} is not an http or https address`,
    );
  }
  return url;
}

function readCredentials(config: Config): PrometheusSettings['credentials'] {
  const token = config.getOptionalString('token');
  if (token) {
    return { kind: 'token', token };
  }
  const username = config.getOptionalString('username');
  const password = config.getOptionalString('password');
  if ((username === undefined) !== (password === undefined)) {
    throw new InputError(
      'promotion.prometheus needs both username and password, or neither',
    );
  }
  return username !== undefined && password !== undefined
    ? { kind: 'basic', username, password }
    : undefined;
}

function readQueries(config: Config | undefined): PrometheusQueries {
  const own = (name: keyof PrometheusQueries) => {
    const template = config?.getOptionalString(name);
    if (template !== undefined && !template.includes('$labels')) {
      throw new InputError(
        `promotion.prometheus.queries.${name} has no $labels: it would count every component's requests`,
      );
    }
    return template;
  };
  return {
    requests: own('requests') ?? defaultTemplates.requests,
    failures: own('failures') ?? defaultTemplates.failures,
    trafficShare: own('trafficShare'),
    sampleAge: own('sampleAge') ?? defaultTemplates.sampleAge,
  };
}

/**
 * Reads what is declared; absent when nothing is.
 * @throws InputError naming the key that is wrong, never its value
 */
export function readPrometheusSettings(
  config: Config,
): PrometheusSettings | undefined {
  const section = config.getOptionalConfig('promotion.prometheus');
  const url = section && readUrl(section, 'url');
  if (!section || !url) {
    return undefined;
  }
  return {
    url,
    webUrl: readUrl(section, 'webUrl'),
    credentials: readCredentials(section),
    queries: readQueries(section.getOptionalConfig('queries')),
  };
}
