// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import {
  hostileDocuments,
  largeDocument,
} from './__testUtils__/hostileDocuments';
import { parseRules } from './parseRules';
import { pathHash, pathSection } from './pathSection';
import type { RulesProblem } from './RulesProblem';

jest.mock('fastest-levenshtein', () => {
  const real = jest.requireActual('fastest-levenshtein');
  return { ...real, distance: jest.fn(real.distance) };
});

const GOOD = `apiVersion: promotion/v1
kind: PromotionRules
metadata:
  name: default
environments:
  dev: &place
    repository: '{annotation:promotion/gitops-repository}'
    targets:
      - manifest: { path: 'services/{component}/overlays/{environment}' }
        application: { name: '{component}-{environment}' }
  staging: *place
  production: *place
roles:
  sre: { groups: ['group:default/sre'] }
  qa: { groups: ['group:default/qa'] }
paths:
  - from: dev
    to: staging
    gates:
      - kind: coverage
        min: 70%
      - kind: tests
        suites: [unit]
  - from: staging
    to: production
    approvals:
      slots:
        - role: sre
        - role: qa
    overrides:
      roles: [sre]
`;

function problemsOf(text: string): readonly RulesProblem[] {
  const parsed = parseRules(text);
  return parsed.ok ? [] : parsed.problems;
}

/** The good document with one piece of text replaced, and the place where the replacement went. */
function broken(from: string, to: string): string {
  if (!GOOD.includes(from)) throw new Error(`the good document has no ${from}`);
  return GOOD.replace(from, () => to);
}

describe('parseRules', () => {
  it('reads a good document and fills in the defaults', () => {
    const parsed = parseRules(GOOD);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.revision).toMatch(/^sha256:/);
    expect(parsed.rules.paths[0]?.gates[0]).toEqual({
      kind: 'coverage',
      min: '70',
      mode: 'enforce',
      minTier: 'machine',
    });
    expect(parsed.rules.paths[1]?.approvals).toMatchObject({
      allowRequester: false,
      expireAfter: 7 * 86_400_000,
    });
  });

  it.each<[string, string, Partial<RulesProblem>[]]>([
    [
      'a key with a letter wrong',
      broken('min: 70%', 'mni: 70%'),
      [
        {
          pointer: '/paths/0/gates/0/min',
          message:
            'Path dev → staging, gate coverage: min is missing: Line coverage, at least.',
        },
        {
          line: 21,
          column: 9,
          pointer: '/paths/0/gates/0/mni',
          nearest: 'min',
          message:
            'Path dev → staging, gate coverage: unknown key mni. Did you mean min?',
        },
      ],
    ],
    [
      'a key that belongs one level deeper',
      broken('    approvals:', '    expireAfter: 7d\n    approvals:'),
      [
        {
          line: 26,
          column: 5,
          nearest: 'paths[].approvals.expireAfter',
          message:
            'Path staging → production: unknown key expireAfter. expireAfter belongs to paths[].approvals.',
        },
      ],
    ],
    [
      'a key of another kind of gate',
      broken('suites: [unit]', 'suites: [unit]\n        maxCritical: 0'),
      [
        {
          line: 24,
          column: 9,
          nearest: 'paths[].gates[](vulnerabilities).maxCritical',
          message:
            'Path dev → staging, gate tests: unknown key maxCritical. maxCritical belongs to paths[].gates[](vulnerabilities).',
        },
      ],
    ],
    [
      'a key nothing is like',
      broken('    gates:', '    zzzzzzzzz: 1\n    gates:'),
      [
        {
          line: 19,
          message: expect.stringMatching(
            /unknown key zzzzzzzzz\. Allowed keys: from, to, gates/,
          ),
        },
      ],
    ],
    [
      'a kind of gate that is not known',
      broken('kind: tests', 'kind: test'),
      [
        {
          line: 22,
          column: 15,
          pointer: '/paths/0/gates/1/kind',
          nearest: 'tests',
          message: expect.stringMatching(
            /^Path dev → staging, gate test: kind is "test"; it must be one of tests, coverage, .*canary\. Did you mean tests\?$/,
          ),
        },
      ],
    ],
    [
      'a gate without a kind',
      broken('kind: tests\n        suites: [unit]', 'suites: [unit]'),
      [
        {
          line: 22,
          pointer: '/paths/0/gates/1/kind',
          message: expect.stringMatching(
            /gate number 2: kind is missing: one of tests, coverage/,
          ),
        },
      ],
    ],
    [
      'a percentage without its sign',
      broken('min: 70%', 'min: 70'),
      [
        {
          line: 21,
          column: 14,
          message:
            'Path dev → staging, gate coverage: min must be a percentage such as 99.5%, not the number 70.',
        },
      ],
    ],
    [
      'a percentage over 100',
      broken('min: 70%', 'min: 170%'),
      [
        {
          line: 21,
          column: 14,
          message:
            'Path dev → staging, gate coverage: min is "170%": a percentage is a number from 0 to 100 with a percent sign, such as 99.5%.',
        },
      ],
    ],
    [
      'a duration without a unit',
      broken('min: 70%', 'min: 70%\n        maxAge: 10'),
      [
        {
          line: 22,
          column: 17,
          message:
            'Path dev → staging, gate coverage: maxAge must be a duration such as 10m or 24h, not the number 10.',
        },
      ],
    ],
    [
      'an empty value',
      broken("  sre: { groups: ['group:default/sre'] }", '  sre:'),
      [
        {
          line: 14,
          column: 3,
          message:
            'Role sre: sre is empty: give it a value or leave the key out.',
        },
      ],
    ],
    [
      'a word that is none of the allowed ones',
      broken('suites: [unit]', 'suites: [unti]'),
      [
        {
          line: 23,
          column: 18,
          nearest: 'unit',
          message:
            'Path dev → staging, gate tests: entry 1 of suites is "unti"; it must be one of unit, integration, e2e, performance. Did you mean unit?',
        },
      ],
    ],
    [
      'something this version does not have',
      broken('    gates:', '    autoPromote: true\n    gates:'),
      [
        {
          line: 19,
          column: 18,
          message:
            'Path dev → staging: autoPromote: Not available in this version: leave off.',
        },
      ],
    ],
    [
      'a window, which this version does not have',
      broken('    gates:', '    windows: [{}]\n    gates:'),
      [
        {
          line: 19,
          message: expect.stringMatching(
            /Not available in this version: leave empty/,
          ),
        },
      ],
    ],
    [
      'no paths',
      GOOD.slice(0, GOOD.indexOf('paths:')),
      [
        {
          line: 1,
          column: 1,
          pointer: '/paths',
          message: 'Paths is missing: The allowed moves between environments.',
        },
      ],
    ],
    [
      'another apiVersion',
      broken('promotion/v1', 'promotion/v2'),
      [
        {
          line: 1,
          column: 13,
          message:
            'ApiVersion is "promotion/v2"; it must be promotion/v1. Did you mean promotion/v1?',
        },
      ],
    ],
    [
      'an environment name with a capital',
      broken('  production: *place', '  Production: *place'),
      [
        {
          line: 12,
          column: 3,
          pointer: '/environments/Production',
          message: expect.stringMatching(/the name Production is not allowed/),
        },
        { line: 25, nearest: 'Production' },
      ],
    ],
    [
      'a path to an environment that does not exist',
      broken('to: staging', 'to: stagin'),
      [
        {
          line: 18,
          column: 9,
          nearest: 'staging',
          message:
            'Path dev → stagin: there is no environment stagin: did you mean staging?',
        },
      ],
    ],
    [
      'a path to where it starts',
      broken('to: staging', 'to: dev'),
      [
        {
          line: 18,
          column: 9,
          message: 'Path dev → dev: a path leads to another environment.',
        },
      ],
    ],
    [
      'a path twice',
      `${GOOD}  - from: dev\n    to: staging\n`,
      [
        {
          line: 33,
          column: 9,
          message:
            'Path dev → staging: duplicate path; first defined as path 1.',
        },
      ],
    ],
    [
      'a circle',
      `${GOOD}  - from: production\n    to: dev\n`,
      [
        {
          line: 33,
          message:
            'Path production → dev: the paths form a cycle: production → dev → staging → production.',
        },
      ],
    ],
    [
      'a role in a slot that is not defined',
      broken('- role: qa', '- role: qaa'),
      [
        {
          line: 29,
          column: 17,
          nearest: 'qa',
          message:
            'Path staging → production: the role qaa is not defined: did you mean qa?',
        },
      ],
    ],
    [
      'a role that would be an own word of the language',
      broken('- role: qa', '- role: constructor'),
      [
        {
          line: 29,
          message: expect.stringMatching(/the role constructor is not defined/),
        },
      ],
    ],
    [
      'override, review and rollback roles that are not defined',
      broken(
        'roles: [sre]',
        'roles: [boss]\n      review: { role: chief, within: 72h }\n    rollback: { requires: { roles: [nobody] } }',
      ),
      [
        {
          line: 31,
          message: expect.stringMatching(/the role boss is not defined/),
        },
        {
          line: 32,
          message: expect.stringMatching(/the role chief is not defined/),
        },
        {
          line: 33,
          message: expect.stringMatching(/the role nobody is not defined/),
        },
      ],
    ],
    [
      'a role twice among the slots',
      broken('- role: qa', '- role: sre'),
      [
        {
          line: 29,
          message: expect.stringMatching(
            /duplicate role sre: ask for more people of it with count/,
          ),
        },
      ],
    ],
    [
      'a role by annotation without a group',
      broken(
        "qa: { groups: ['group:default/qa'] }",
        'qa: { annotation: acme/qa }',
      ),
      [
        {
          line: 15,
          pointer: '/roles/qa/within',
          message: expect.stringMatching(/name the group it counts within/),
        },
      ],
    ],
    [
      'two gates of one kind without names',
      broken(
        'suites: [unit]',
        'suites: [unit]\n      - kind: coverage\n        min: 80%',
      ),
      [
        {
          line: 24,
          column: 15,
          message:
            'Path dev → staging, gate coverage: duplicate name "coverage"; rename one.',
        },
      ],
    ],
    [
      'an unknown placeholder',
      broken("path: 'services/{component}/", "path: 'services/{componnet}/"),
      [
        {
          line: 9,
          column: 27,
          nearest: 'component',
          message: expect.stringMatching(
            /unknown placeholder \{componnet\}; known are/,
          ),
        },
      ],
    ],
    [
      'a path out of the repository',
      broken("path: 'services/", "path: '../services/"),
      [
        {
          line: 9,
          message: expect.stringMatching(
            /stays in it: no leading slash, no \.\./,
          ),
        },
      ],
    ],
    [
      'one manifest for all environments',
      broken('overlays/{environment}', 'overlays'),
      [
        {
          pointer: '/environments/staging/targets/0/manifest/path',
          message: expect.stringMatching(/the manifest of environment dev/),
        },
      ],
    ],
    [
      'one application for two environments',
      broken("name: '{component}-{environment}'", "name: '{component}'"),
      [
        {
          pointer: '/environments/staging/targets/0/application/name',
          message: expect.stringMatching(/the application of environment dev/),
        },
      ],
    ],
    [
      'one manifest written in two ways',
      broken(
        '  staging: *place',
        `  staging:
    repository: '{annotation:promotion/gitops-repository}'
    targets:
      - manifest: { path: './services/{component}/overlays/dev/kustomization.yml' }
        application: { name: other }`,
      ),
      [{ message: expect.stringMatching(/the manifest of environment dev/) }],
    ],
    [
      'a person among the groups of a role',
      broken('group:default/sre', 'user:default/sam'),
      [
        {
          line: 14,
          pointer: '/roles/sre/groups/0',
          message:
            'Role sre: user:default/sam is not a group, so it gives no one this role: name it under users.',
        },
      ],
    ],
    [
      'a window shorter than the least observation that is the default',
      broken(
        'kind: coverage\n        min: 70%',
        'kind: slo\n        minAvailability: 99%\n        maxErrorRate: 1%\n        window: 5m',
      ),
      [
        {
          message: expect.stringMatching(
            /minDuration, which is 10 min by default, so there could never be enough data/,
          ),
        },
      ],
    ],
    [
      'a name that means something to the language',
      broken('  production: *place', '  constructor: *place'),
      [
        {
          line: 12,
          message: expect.stringMatching(/^The key constructor is reserved/),
        },
      ],
    ],
    [
      'a key that hides what it is for',
      broken('  name: default', '  name: default\n  __proto__: { a: 1 }'),
      [
        {
          line: 5,
          message: expect.stringMatching(/^The key __proto__ is reserved/),
        },
      ],
    ],
    [
      'a key that is no text',
      broken('roles:\n  sre', '? [a]\n: 1\nroles:\n  sre'),
      [{ message: expect.stringMatching(/^A key must be plain text/) }],
    ],
    [
      'half of a character pair',
      broken('  name: default', '  name: default\n  description: "\\uD800"'),
      [{ line: 5, message: expect.stringMatching(/half of a character pair/) }],
    ],
    [
      'a character that no database keeps',
      broken('  name: default', '  name: default\n  description: "\\0"'),
      [{ line: 5, message: expect.stringMatching(/control character/) }],
    ],
    [
      'a number without end',
      broken('roles:\n  sre', 'maxConcurrent: { dev: .inf }\nroles:\n  sre'),
      [{ message: expect.stringMatching(/dev must be a whole number, not/) }],
    ],
    [
      'limits of an SLO that hide one another',
      broken(
        'kind: coverage\n        min: 70%',
        'kind: slo\n        minAvailability: 99%\n        maxErrorRate: 5%',
      ),
      [
        {
          line: 22,
          column: 23,
          message:
            'Path dev → staging, gate slo: maxErrorRate 5% and minAvailability 99% do not fit together: an availability of 99% is an error rate of 1%.',
        },
      ],
    ],
    [
      'a window shorter than the least observation',
      broken(
        'kind: coverage\n        min: 70%',
        'kind: slo\n        minAvailability: 99%\n        maxErrorRate: 1%\n        window: 5m\n        minDuration: 10m',
      ),
      [{ line: 23, message: expect.stringMatching(/never be enough data/) }],
    ],
    [
      'a budget of nothing',
      broken(
        'kind: coverage\n        min: 70%',
        'kind: error-budget\n        objective: 100%\n        maxConsumed: 0%',
      ),
      [
        { line: 21, message: expect.stringMatching(/leaves no error budget/) },
        { line: 22, message: expect.stringMatching(/could never pass/) },
      ],
    ],
    [
      'a limit for an environment that does not exist',
      broken('roles:\n  sre', 'maxConcurrent: { prodution: 2 }\nroles:\n  sre'),
      [{ line: 13, column: 18, nearest: 'production' }],
    ],
    [
      'a tag template without a commit',
      broken(
        'roles:\n  sre',
        "release: { commitFromTag: '{version}' }\nroles:\n  sre",
      ),
      [
        {
          line: 13,
          column: 27,
          message: expect.stringMatching(/says where \{commit\} stands/),
        },
      ],
    ],
    [
      'an unknown placeholder in a tag template',
      broken(
        'roles:\n  sre',
        "release: { commitFromTag: '{commit}-{date}' }\nroles:\n  sre",
      ),
      [
        {
          line: 13,
          message: expect.stringMatching(/says where \{commit\} stands/),
        },
      ],
    ],
    [
      'a key written twice',
      broken('  name: default', '  name: default\n  name: other'),
      [
        {
          line: 5,
          column: 3,
          message: 'Duplicate key name: keep one.',
        },
      ],
    ],
    [
      'a second document',
      `${GOOD}---\nother: 1\n`,
      [{ line: 32, message: expect.stringMatching(/^One document per file/) }],
    ],
    [
      'text that is not YAML',
      'paths: [\n',
      [
        {
          line: 2,
          column: 1,
          message: expect.stringMatching(/^Invalid YAML: /),
        },
      ],
    ],
    [
      'nothing',
      '',
      [{ line: 1, column: 1, message: 'The document is empty.' }],
    ],
    ['a comment only', '# rules\n', [{ message: 'The document is empty.' }]],
    [
      'a list',
      '- 1\n',
      [
        {
          line: 1,
          column: 1,
          pointer: '',
          message: 'The document must be a set of keys, not a list.',
        },
      ],
    ],
  ])('says what is wrong with %s', (_title, text, expected) => {
    const problems = problemsOf(text);
    expect(problems).toEqual(
      expected.map(each => expect.objectContaining(each)),
    );
  });

  it('says every mistake at once, in the order of the document', () => {
    const text = GOOD.replace('kind: PromotionRules', 'kind: Rules')
      .replace('min: 70%', 'min: 70')
      .replace('suites: [unit]', 'suits: [unit]')
      .replace('role: qa', 'role: tester')
      .replace('to: staging', 'to: prod')
      .replace('  name: default', '  name: default\n  name: x');
    expect(problemsOf(text).map(problem => problem.line)).toEqual([
      2, 5, 19, 22, 23, 24, 30,
    ]);
  });

  it('says what stands behind an alias where it is written', () => {
    const problems = problemsOf(
      broken('application: { name:', 'application: { nmae:'),
    );
    expect(problems).toEqual([
      expect.objectContaining({
        line: 10,
        message: expect.stringMatching(/name is missing/),
      }),
      expect.objectContaining({ line: 10, nearest: 'name' }),
    ]);
  });

  it.each([
    ['an alias bomb', aliasBomb(), /cannot be read: .*alias/i],
    ['endless nesting', '['.repeat(60_000), /cannot be read|Invalid YAML/],
    [
      'a document too large',
      `# ${'x'.repeat(300_000)}`,
      /has 300002 bytes \(max 262144\)/,
    ],
  ])('refuses %s', (_title, text, message) => {
    expect(problemsOf(text)[0]?.message).toMatch(message);
  });

  it.each(Object.keys(hostileDocuments(0)))(
    'says at most 50 problems of %s, with work that grows with the length alone',
    name => {
      for (const bytes of [60_000, 256_000]) {
        jest.mocked(distance).mockClear();
        const problems = problemsOf(hostileDocuments(bytes)[name] ?? '');
        expect(problems.length).toBeGreaterThan(0);
        expect(problems.length).toBeLessThanOrEqual(50);
        // Each problem is compared with each name at most, and a document has less than a name in 20 bytes.
        expect(jest.mocked(distance).mock.calls.length).toBeLessThan(
          50 * Math.max(300, bytes / 20),
        );
      }
    },
  );

  it('reads a large document that is right', () => {
    const text = largeDocument(143_000);
    expect(text.length).toBeGreaterThan(140_000);
    expect(parseRules(text).ok).toBe(true);
  });

  it('never throws and never passes a cut document off as whole', () => {
    fc.assert(
      fc.property(fc.nat(GOOD.length - 1), fc.string(), (at, junk) => {
        const parsed = parseRules(
          GOOD.slice(0, at) + junk + GOOD.slice(at + 3),
        );
        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
    );
  });

  it.each([
    [
      'an override that can let approvals go',
      broken('roles: [sre]', 'roles: [sre]\n      targets: [gates, approval]'),
      /overrides\.allowRequester has changed from true to false for approval.*write allowRequester: true/,
    ],
    [
      'a rollback that names nobody',
      GOOD,
      /rollback\.requires\.roles has changed from anyone with the permission to the roles of the approvals.*list every role/,
    ],
    [
      'alerts of any age',
      broken('kind: coverage\n        min: 70%', 'kind: alerts'),
      /gate alerts: the default of maxAge has changed from no limit to 15\smin\. .*maxAge such as 3650d/,
    ],
  ])('notes %s, and reads the document all the same', (_, text, message) => {
    const parsed = parseRules(text);
    expect(parsed.ok && parsed.notes.map(note => note.message)).toContainEqual(
      expect.stringMatching(message),
    );
  });

  it('notes nothing where every key is written whose default changed', () => {
    const text = GOOD.replace(
      'roles: [sre]\n',
      'roles: [sre]\n      targets: [approval]\n      allowRequester: false\n    rollback: { requires: { roles: [sre] } }\n',
    ).replace(
      '    gates:',
      '    rollback: { requires: { roles: [sre] } }\n    gates:',
    );
    const parsed = parseRules(text);
    expect(parsed.ok && parsed.notes).toEqual([]);
  });

  it('gives documents that differ in comments only one revision', () => {
    const one = parseRules(GOOD);
    const other = parseRules(`# a comment\n${GOOD}`);
    expect(one.ok && other.ok && one.revision === other.revision).toBe(true);
  });
});

describe('pathSection', () => {
  function sectionOf(text: string, from: string, to: string) {
    const parsed = parseRules(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const section = pathSection(parsed.rules, from, to);
    if (!section) throw new Error('no such path');
    return section;
  }

  it('holds the path and the roles it uses, and no others', () => {
    expect(Object.keys(sectionOf(GOOD, 'staging', 'production').roles)).toEqual(
      ['qa', 'sre'],
    );
    expect(sectionOf(GOOD, 'dev', 'staging').roles).toEqual({});
  });

  it('is absent for a path that is not in the rules', () => {
    const parsed = parseRules(GOOD);
    expect(
      parsed.ok && pathSection(parsed.rules, 'dev', 'production'),
    ).toBeUndefined();
  });

  it.each([
    ['a limit of its gates', 'min: 70%', 'min: 71%', 'dev', 'staging', false],
    [
      'a gate of another path',
      'min: 70%',
      'min: 71%',
      'staging',
      'production',
      true,
    ],
    [
      'a group of its role',
      'group:default/qa',
      'group:default/qas',
      'staging',
      'production',
      false,
    ],
    [
      'a role it does not use',
      'group:default/qa',
      'group:default/qas',
      'dev',
      'staging',
      true,
    ],
    [
      'the name of the rules',
      'name: default',
      'name: other',
      'dev',
      'staging',
      true,
    ],
  ])('after a change of %s', (_title, from, to, source, target, same) => {
    const before = pathHash(sectionOf(GOOD, source, target));
    const after = pathHash(sectionOf(broken(from, to), source, target));
    expect(before === after).toBe(same);
  });
});

function aliasBomb(): string {
  const levels = [...Array(12).keys()].map(level =>
    level === 0
      ? 'a0: &a0 [x, x, x, x, x, x, x, x]'
      : `a${level}: &a${level} [${Array(8)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
  );
  return `${levels.join('\n')}\n`;
}
