// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Who wrote or committed, and when. */
export interface GitPerson {
  readonly name: string;
  readonly email: string;
  /** Moment as ISO 8601 in UTC; git keeps whole seconds. */
  readonly date: string;
}

/** A commit object, parsed. */
export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: GitPerson;
  readonly committer: GitPerson;
  readonly message: string;
}

/** What makes a commit object. */
export type NewCommit = Omit<GitCommit, 'sha'>;

/** ISO 8601 without fractions, as GitHub and Argo CD print times. */
export function wholeSeconds(moment: number | string | Date): string {
  return new Date(moment).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Parses the text of a commit object. */
export function parseCommit(sha: string, content: Buffer): GitCommit {
  const text = content.toString('utf8');
  const split = text.indexOf('\n\n');
  const head = split < 0 ? text : text.slice(0, split);
  const message = split < 0 ? '' : text.slice(split + 2);
  const lines = head.split('\n');
  const field = (name: string) =>
    lines
      .filter(line => line.startsWith(`${name} `))
      .map(line => line.slice(name.length + 1));
  return {
    sha,
    tree: field('tree')[0] ?? '',
    parents: field('parent'),
    author: parsePerson(field('author')[0] ?? ''),
    committer: parsePerson(field('committer')[0] ?? ''),
    message,
  };
}

/** The text of a commit object, to be hashed and stored by git. */
export function formatCommit(commit: NewCommit): string {
  return [
    `tree ${commit.tree}`,
    ...commit.parents.map(parent => `parent ${parent}`),
    `author ${formatPerson(commit.author)}`,
    `committer ${formatPerson(commit.committer)}`,
    '',
    commit.message,
  ].join('\n');
}

/** A person as commit objects name them: `Name <mail> seconds +0000`. */
export function formatPerson(person: GitPerson): string {
  const clean = (text: string) => text.replace(/[<>\r\n]/g, '').trim();
  const seconds = Math.floor(Date.parse(person.date) / 1000);
  return `${clean(person.name)} <${clean(person.email)}> ${seconds} +0000`;
}

function parsePerson(line: string): GitPerson {
  const match = /^(.*?) ?<([^>]*)> (-?\d+) [+-]\d{4}$/.exec(line);
  return {
    name: match?.[1] ?? '',
    email: match?.[2] ?? '',
    date: wholeSeconds(Number(match?.[3] ?? 0) * 1000),
  };
}
