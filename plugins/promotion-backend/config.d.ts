// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Several values of one key are alternatives. */
interface PromotionEntityFilter {
  /** Default: Component. */
  kind?: string | string[];
  /** Of `spec.type`. */
  type?: string | string[];
  namespace?: string | string[];
  name?: string | string[];
  /** By name: true, it is there; false, it is not; or the value it has. */
  annotations?: { [name: string]: string | boolean };
  /** References of owners, of which one must own it. */
  ownedBy?: string | string[];
}

export interface Config {
  /** Promotion of releases from one environment to the next. */
  promotion?: {
    /** The rules documents, in order: the first that applies to a component is its rules. */
    rules?: Array<{
      /** The document's own `metadata.name`. Unique. */
      name: string;
      /**
       * A file, from the folder that holds app-config.yaml, or an address that `backend.reading` and `integrations` let be read.
       * Followed without a restart; a broken new version never replaces a good one.
       */
      target: string;
      /** Which entities it applies to; every key given must hold. Default: every Component. */
      appliesTo?: PromotionEntityFilter;
      /** What the rules and the annotations of teams may reach, and nothing else. Globs: `*` within a segment, `**` any. */
      allow: {
        /** `owner/name` on `repositoryHost`, or addresses. */
        repositories: string[];
        /** Default: main. */
        branches?: string[];
        /** Files, from the root of the repository. Default: all. */
        manifestPaths?: string[];
        /** Names under `argocd.instances`. Default: default. */
        argocdInstances?: string[];
        /** Argo CD projects. Default: all. */
        argocdProjects?: string[];
      };
    }>;
    /** Services whose evidence is trusted as `machine`. A service that is not declared may send none. */
    producers?: Array<{
      /** The principal: the `subject` of a static token under `backend.auth.externalAccess`, `external:` and the subject of one checked by JWKS, or `plugin:` and an id. */
      subject: string;
      /** Kinds of evidence it may send. */
      kinds: Array<
        | 'build'
        | 'tests'
        | 'coverage'
        | 'vulnerabilities'
        | 'code-quality'
        | 'performance'
        | 'slo'
        | 'error-budget'
        | 'alerts'
        | 'canary'
      >;
      /** Which entities it may send evidence about. Default: every Component. */
      components?: PromotionEntityFilter;
    }>;
    /** Where `owner/name` of a repository leads to. Default: https://github.com */
    repositoryHost?: string;
    /**
     * Globs on the annotation backstage.io/managed-by-origin-location: groups and users from elsewhere hold no role.
     * `*` stands for any text without a slash, `**` for any text; an organization on GitHub is
     * `url:https://github.com/orgs/acme/**` for its teams and `url:https://github.com/*` for its people.
     * Default: every origin but `url:`, and the addresses that catalog.locations names, because anyone who is signed in
     * can register an address.
     */
    trustedOrigins?: string[];
    /**
     * Groups and users of the catalog, such as group:default/platform, who can set and end holds and freezes wider than
     * one component in one environment. They count as those of roles do. Default: nobody.
     */
    operators?: string[];
    observation?: {
      /** How often repositories and Argo CD are looked at, such as 10s. Default: 10s. */
      every?: string;
    };
    worker?: {
      /** How often the worker looks for what is due, such as 1s. Default: 1s. */
      every?: string;
    };
    /** Where deployments are synced and observed. */
    argocd?: {
      /** The Argo CD servers that rules may name. */
      instances?: Array<{
        /** The name by which rules and `argocd/instance-name` refer to it. Unique. */
        name: string;
        /** Address of the server, with its root path if it has one. */
        url: string;
        /**
         * API key of a local account or token of a project role. Give this, or `username` and `password`.
         * @visibility secret
         */
        token?: string;
        /** Local account to log in with. */
        username?: string;
        /**
         * @visibility secret
         */
        password?: string;
        /** Where people look at it, for links. Default: `url`. */
        webUrl?: string;
      }>;
    };
    /** Where metrics are asked for: availability, error budget and canary figures. */
    prometheus?: {
      /** Address of the server. */
      url: string;
      /**
       * Bearer token. Give this, or `username` and `password`, or nothing.
       * @visibility secret
       */
      token?: string;
      username?: string;
      /**
       * @visibility secret
       */
      password?: string;
      /** Where people look at it, for links. Absent: evidence carries no link. */
      webUrl?: string;
      /**
       * Query texts that replace the defaults, one by one. `$labels` stands for the environment's labels, `$shared` for those
       * without the one that names the environment, `$window` for the range. Each must give one figure.
       */
      queries?: {
        /** Requests over the window. */
        requests?: string;
        /**
         * Failed requests over the window. Where it gives nothing, all requests must carry the label it asks for, or it
         * is not known that none failed.
         */
        failures?: string;
        /**
         * The environment's share of requests over the window, in percent. Absent: its requests among those of the path's
         * source and target.
         */
        trafficShare?: string;
        /** Age of the newest sample, in seconds. */
        sampleAge?: string;
      };
    };
  };
}
