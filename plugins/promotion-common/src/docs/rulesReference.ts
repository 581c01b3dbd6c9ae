// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { JsonSchema, rulesJsonSchema } from '../rules/rulesJsonSchema';

/** The pages of `docs/rules-reference.md`, written from the schema that parses the rules. */
export function rulesReference(): string {
  return [
    INTRODUCTION,
    ...sectionsOf(rulesJsonSchema(), { title: 'The document', place: '' }),
  ].join('\n\n');
}

const INTRODUCTION = `# Rules reference

<!-- Generated from the schema by \`yarn generate\`: change the descriptions there, not here. -->

A rules document is one YAML file. The defaults are in
[\`promotion/promotion-rules.yaml\`](../promotion/promotion-rules.yaml); editors that read
[\`promotion/promotion-rules.schema.json\`](../promotion/promotion-rules.schema.json) complete and check it while you type.
It is read strictly: an unknown key, a role that is not defined or a path in a circle is a mistake, said with its line,
and a version with a mistake never replaces a good one.

- **Durations** are a whole number and a unit: \`30s\`, \`10m\`, \`24h\`, \`30d\`.
- **Percentages** carry their sign and are compared as exact decimals: \`99.5%\`.
- **Templates** may hold \`{component}\`, \`{environment}\`, \`{annotation:NAME}\` and \`{annotation:NAME|fallback}\`.`;

interface Section {
  readonly title: string;
  readonly place: string;
}

function sectionsOf(schema: JsonSchema, section: Section): string[] {
  const entries = Object.entries(schema.properties ?? {});
  if (entries.length === 0) return [];
  const level = section.place === '' ? '##' : '###';
  const table = [
    `${level} ${section.title}`,
    '',
    ...(schema.description ? [`${schema.description}.`, ''] : []),
    '| Key | Type | Default | Meaning |',
    '| --- | --- | --- | --- |',
    ...entries.map(([key, property]) => row(key, property, schema)),
  ].join('\n');
  const deeper = entries.flatMap(([key, property]) =>
    nestedOf(property, section.place === '' ? key : `${section.place}.${key}`),
  );
  return [table, ...deeper];
}

function nestedOf(schema: JsonSchema, place: string): string[] {
  if (schema.properties) {
    return sectionsOf(schema, { title: `\`${place}\``, place });
  }
  if (schema.items) return nestedOf(schema.items, `${place}[]`);
  if (schema.oneOf) {
    return schema.oneOf.flatMap(option => {
      const kind = String(option.properties?.kind?.const);
      const described = {
        ...option,
        description: option.properties?.kind?.description,
      };
      return sectionsOf(described, {
        title: `\`${place}\` of kind \`${kind}\``,
        place,
      });
    });
  }
  return typeof schema.additionalProperties === 'object'
    ? nestedOf(schema.additionalProperties, `${place}.*`)
    : [];
}

function row(key: string, property: JsonSchema, parent: JsonSchema): string {
  const isRequired =
    parent.required?.includes(key) && property.default === undefined;
  const fallback = isRequired ? '**required**' : defaultOf(property);
  const cells = [`\`${key}\``, typeOf(property), fallback, meaningOf(property)];
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function defaultOf({ default: value, properties }: JsonSchema): string {
  if (value === undefined || properties) return '';
  const isEmpty =
    typeof value === 'object' && JSON.stringify(value).length <= 2;
  if (isEmpty) return 'none';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map(value => `\`${value}\``).join(', ');
  if (schema.pattern?.endsWith('[smhd]$')) return 'duration';
  if (schema.pattern?.endsWith('%$')) return 'percentage';
  if (schema.items) return listType(schema.items);
  if (schema.oneOf) return 'one of several kinds';
  if (typeof schema.additionalProperties === 'object') return 'map by name';
  const names: Record<string, string> = {
    string: 'text',
    integer: 'whole number',
    boolean: '`true` or `false`',
    object: 'keys',
  };
  return names[schema.type ?? ''] ?? '';
}

function listType(items: JsonSchema): string {
  const type = typeOf(items);
  return type === '' ? 'list' : `list of ${type}`;
}

function meaningOf({ description, minimum, maximum }: JsonSchema): string {
  const bounds = [
    ...(minimum !== undefined && minimum > 0 ? [`at least ${minimum}`] : []),
    ...(maximum !== undefined && maximum < 1e6 ? [`at most ${maximum}`] : []),
  ];
  return [description ?? '', ...bounds].join('; ');
}
