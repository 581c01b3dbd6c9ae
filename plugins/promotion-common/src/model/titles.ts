// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The title of a role for sentences: the one the rules give, else its name in words, `engineering-lead` as
 * "Engineering Lead" and short names such as `sre` in capitals.
 */
export function roleTitle(
  role: string,
  titles: Readonly<Record<string, string>> = {},
): string {
  return titles[role] ?? inWords(role, 3);
}

/** What people call each role of the rules, by its name. */
export function roleTitlesOf(
  roles: Readonly<Record<string, { readonly title?: string }>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(roles).map(([name, { title }]) => [
      name,
      title ?? roleTitle(name),
    ]),
  );
}

/** A person's name for sentences, from the entity reference: `user:default/erin.miller` as "Erin Miller". */
export function personTitle(userRef: string): string {
  return inWords(userRef.slice(userRef.lastIndexOf('/') + 1), 0);
}

/** The bare name of an entity reference: `component:default/checkout` as "checkout". */
export function entityName(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

/** "a", "a and b", "a, b and c". */
export function listing(
  words: readonly string[],
  conjunction: 'and' | 'or' = 'and',
): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

/** The word with its article: "an SRE", "a Product Owner". */
export function withArticle(word: string): string {
  const spelled = /^[A-Z]{2,}$/.test(word)
    ? /^[AEFHILMNORSX]/.test(word)
    : /^[aeiou]/i.test(word);
  return `${spelled ? 'an' : 'a'} ${word}`;
}

function inWords(name: string, capitalsUpTo: number): string {
  return name
    .split(/[-._]+/)
    .filter(word => word !== '')
    .map(word =>
      word.length <= capitalsUpTo
        ? word.toUpperCase()
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}
