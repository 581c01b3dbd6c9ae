// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { isError, stringifyError } from '@backstage/errors';
import type { ValidationKind } from 'backstage-plugin-promotion-common';
import {
  parseRules,
  type ParsedRules,
  type RulesProblem,
  type YieldedTiers,
} from 'backstage-plugin-promotion-common/rules';
import type { Clock } from 'backstage-plugin-promotion-node';
import { matchesFilter } from './matchesFilter';
import type { RulesEntry } from './promotionConfig';
import {
  MisconfiguredError,
  type AppliedRules,
  type LoadedRules,
  type RulesDocument,
  type RulesRegistry,
} from './RulesRegistry';
import type { RulesRevisionStore } from './RulesRevisionStore';
import type { RulesSource } from './RulesSource';

const RULES_ANNOTATION = 'promotion/rules';

/** A declared document with where it comes from and how it stands. */
interface Document {
  readonly entry: RulesEntry;
  readonly source: RulesSource;
  tag?: string;
  loaded?: LoadedRules;
  /** What is wrong with the newest version that was read. */
  problems: readonly RulesProblem[];
  /** Why the last read gave no answer; it says nothing about the document. Absent: it gave one. */
  outage?: string;
}

/** What the registry needs. */
export interface ConfigRulesRegistryOptions {
  readonly documents: readonly {
    readonly entry: RulesEntry;
    readonly source: RulesSource;
  }[];
  readonly revisions: RulesRevisionStore;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly repositoryHost: string;
  /** The kinds of validations that documents may name. Absent: the built-in ones. */
  readonly validationKinds?: readonly ValidationKind[];
}

/**
 * The documents of `promotion.rules[]`. A broken new version never replaces a good one: the good one stays in force,
 * across restarts too, and the mistakes are shown beside it.
 */
export class ConfigRulesRegistry implements RulesRegistry {
  readonly #options: ConfigRulesRegistryOptions;
  readonly #documents: readonly Document[];

  constructor(options: ConfigRulesRegistryOptions) {
    this.#options = options;
    this.#documents = options.documents.map(document => ({
      ...document,
      problems: [],
    }));
  }

  /** Reads each document that is another one than before. Never rejects: what went wrong is kept beside the document. */
  async reload(): Promise<void> {
    for (const document of this.#documents) {
      try {
        await this.#reload(document);
        this.#setOutage(document, undefined);
      } catch (error) {
        document.loaded ??= await this.#lastGood(document);
        this.#setOutage(
          document,
          `${document.source.origin} cannot be read: ${reasonOf(error)}`,
        );
      }
    }
  }

  parse(text: string, yielded?: YieldedTiers): ParsedRules {
    const { validationKinds: validations } = this.#options;
    return parseRules(text, { validations, yielded });
  }

  get(name: string): RulesDocument | undefined {
    const document = this.#documents.find(
      candidate => candidate.entry.name === name,
    );
    if (!document) return undefined;
    return {
      ...(document.loaded && { rules: document.loaded }),
      problems: document.problems,
      ...(document.outage !== undefined && { outage: document.outage }),
    };
  }

  forEntity(entity: Entity): AppliedRules | undefined {
    const applying = this.#documents.filter(({ entry }) =>
      matchesFilter(entity, entry.appliesTo),
    );
    if (applying.length === 0) return undefined;
    const document = choose(entity, applying);
    if (!document.loaded) {
      throw new MisconfiguredError(
        `The rules ${document.entry.name} cannot be used: ${
          inOneLine(document.problems) ||
          document.outage ||
          'they are not read yet'
        }.`,
        [
          ...document.problems.map(problem => ({
            code: 'rules-unusable',
            message: problem.message,
            remedy: `Correct ${document.source.origin}.`,
          })),
          ...(document.outage === undefined
            ? []
            : [
                {
                  code: 'rules-unreadable',
                  message: document.outage,
                  remedy: `Check that Backstage can read ${document.source.origin}. Promotion retries every few seconds.`,
                },
              ]),
        ],
      );
    }
    return {
      rules: document.loaded,
      scope: {
        ...document.entry.allow,
        defaultRepositoryHost: this.#options.repositoryHost,
      },
    };
  }

  async #reload(document: Document): Promise<void> {
    const read = await document.source.read(document.tag);
    if (!read) return;
    await this.#take(document, read.text);
    // Only now: a version that could not be kept is read again.
    document.tag = read.tag;
  }

  async #take(document: Document, text: string): Promise<void> {
    const { name } = document.entry;
    const parsed = this.parse(text);
    if (!parsed.ok) {
      await this.#reject(document, parsed.problems);
      return;
    }
    if (parsed.rules.metadata.name !== name) {
      await this.#reject(document, [
        placeless(
          `The document is named ${parsed.rules.metadata.name}, but promotion.rules[] in app-config names it ${name}: use one name in both.`,
        ),
      ]);
      return;
    }
    const loadedAt = await this.#options.clock.now();
    const { origin } = document.source;
    const { revision } = parsed;
    const before = await this.#options.revisions.newest(name);
    if (before?.text === text && before.revision !== revision) {
      this.#options.logger.warn(
        `Rules ${name} have not changed, but this version of Promotion reads them differently: ${
          inOneLine(parsed.notes) || 'see its release notes'
        }`,
        { revision, origin },
      );
    }
    await this.#options.revisions.save({
      name,
      revision,
      origin,
      loadedAt,
      text,
    });
    document.problems = [];
    document.loaded = {
      name,
      rules: parsed.rules,
      revision,
      origin,
      text,
      loadedAt,
    };
    this.#options.logger.info(`Rules ${name} loaded`, { revision, origin });
  }

  async #reject(
    document: Document,
    problems: readonly RulesProblem[],
  ): Promise<void> {
    const message = inOneLine(problems);
    if (message !== inOneLine(document.problems)) {
      this.#options.logger.warn(
        `The latest version of the rules ${document.entry.name} is not valid and not in use: ${message}`,
      );
    }
    document.problems = problems;
    document.loaded ??= await this.#lastGood(document);
    if (document.loaded) {
      document.loaded = { ...document.loaded, problem: message };
    }
  }

  #setOutage(document: Document, outage: string | undefined): void {
    if (outage !== undefined && outage !== document.outage) {
      this.#options.logger.warn(
        `Rules ${document.entry.name}: ${outage}. The version in force stays in use.`,
      );
    }
    document.outage = outage;
    if (!document.loaded) return;
    const { outage: _, ...loaded } = document.loaded;
    document.loaded = { ...loaded, ...(outage !== undefined && { outage }) };
  }

  /** After a restart onto a document that is broken or cannot be read: the version that was in force. */
  async #lastGood(document: Document): Promise<LoadedRules | undefined> {
    const kept = await this.#options.revisions
      .newest(document.entry.name)
      .catch(() => undefined);
    if (kept?.origin !== document.source.origin) return undefined;
    const parsed = this.parse(kept.text);
    if (!parsed.ok) return undefined;
    return { ...kept, rules: parsed.rules, revision: parsed.revision };
  }
}

/** The annotation only chooses among documents that apply: a team cannot give itself other rules. */
function choose(entity: Entity, applying: readonly Document[]): Document {
  const wanted = entity.metadata.annotations?.[RULES_ANNOTATION];
  const chosen = applying.find(
    ({ entry }) => wanted === undefined || entry.name === wanted,
  );
  if (chosen) return chosen;
  const names = applying.map(({ entry }) => entry.name).join(', ');
  throw new MisconfiguredError(
    `The annotation ${RULES_ANNOTATION} names "${wanted}", which does not apply to this component.`,
    [
      {
        code: 'rules-not-applicable',
        message: `"${wanted}" does not apply to this component.`,
        remedy: `Remove the annotation, or name one that applies: ${names}.`,
      },
    ],
  );
}

function placeless(message: string): RulesProblem {
  return { message, pointer: '', line: 1, column: 1 };
}

function inOneLine(problems: readonly RulesProblem[]): string {
  return problems
    .slice(0, 5)
    .map(problem => `${problem.line}:${problem.column} ${problem.message}`)
    .join('; ');
}

function reasonOf(error: unknown): string {
  if (isError(error) && error.code === 'ENOENT') {
    return 'there is no such file';
  }
  return stringifyError(error);
}
