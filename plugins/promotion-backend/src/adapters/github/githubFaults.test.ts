// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite } from 'backstage-plugin-promotion-common';
import type {
  ChangeRequest,
  PrepareResult,
} from 'backstage-plugin-promotion-node';
import { startGithub, TEST_TOKEN } from './__testUtils__/startGithub';

const PATH = 'services/checkout/overlays/staging/kustomization.yaml';
const IMAGE = 'registry.example/acme/checkout';
const MANIFEST = `images:\n  - name: ${IMAGE}\n    newTag: "2.3.0"\n`;

let github: Awaited<ReturnType<typeof startGithub>>;
let seeded: string;
const context = { signal: new AbortController().signal };

beforeEach(async () => {
  github = await startGithub();
  seeded = await github.push({ [PATH]: MANIFEST, 'README.md': 'hello\n' });
});
afterEach(() => github.stop());

const location = (path = PATH) => ({
  repositoryUrl: github.repositoryUrl,
  branch: 'main',
  path,
});
const request = (path = PATH): ChangeRequest => {
  const write: FieldWrite = {
    file: location(path),
    pointer: `/images/[${IMAGE}]/newTag`,
    before: '2.3.0',
    after: '2.4.0',
  };
  return {
    promotionId: 'p-1',
    attempt: 1,
    target: {
      componentRef: 'component:default/checkout',
      environment: 'staging',
      title: 'Staging',
      labels: {},
      images: [],
      targets: [
        {
          manifest: location(path),
          format: 'kustomize',
          application: { instance: 'default', name: 'checkout-staging' },
        },
      ],
    },
    writes: [write],
    message: { title: 'Promote checkout 2.4.0 to staging', body: [] },
  };
};
const changeOf = (result: PrepareResult) => {
  if (result.kind !== 'prepared') {
    throw new Error(
      `expected a prepared change, got ${JSON.stringify(result)}`,
    );
  }
  return result.change;
};
const prepare = async () =>
  changeOf(await github.repository.prepare(request(), context));

describe('GitHub at its worst', () => {
  it('a race is answered by preparing on the new head, which keeps what the other pushed', async () => {
    const first = await prepare();
    await github.push({ [PATH]: `${MANIFEST}# theirs\n` });
    expect(await github.repository.publish(first, context)).toMatchObject({
      kind: 'raced',
    });
    const second = await prepare();
    expect(second.baseCommit).not.toBe(first.baseCommit);
    await github.repository.publish(second, context);
    expect(await github.git.text(await github.head(), PATH)).toContain(
      '# theirs',
    );
  });

  it.each([
    ['dropped', { kind: 'drop' } as const],
    [
      'answered by a 502',
      { kind: 'answer', status: 502, body: '<html>' } as const,
    ],
  ])(
    'a move that took effect and was %s counts as published, once',
    async (_title, effect) => {
      const change = await prepare();
      github.sandbox.github.faults.add({
        path: /graphql/,
        when: 'after',
        effect,
        times: 1,
      });
      expect(await github.repository.publish(change, context)).toMatchObject({
        kind: 'published',
        commit: change.commit,
      });
      expect(await github.head()).toBe(change.commit);
    },
  );

  it('a move that took no effect and was dropped is no answer, and leaves the branch alone', async () => {
    const change = await prepare();
    github.sandbox.github.faults.add({
      path: /graphql/,
      effect: { kind: 'drop' },
      times: 1,
    });
    await expect(
      github.repository.publish(change, context),
    ).rejects.toMatchObject({ name: 'SourceUnreachableError' });
    expect(await github.head()).toBe(seeded);
  });

  it('a crash after publishing is found by the trailer, not by memory', async () => {
    const change = await prepare();
    await github.repository.publish(change, context);
    expect(await github.repository.prepare(request(), context)).toEqual({
      kind: 'already-published',
      commit: change.commit,
      commitUrl: `${github.repositoryUrl}/commit/${change.commit}`,
    });
  });

  it('a ruleset that appears overnight ends it, named', async () => {
    const change = await prepare();
    github.sandbox.github.rules.add('acme/gitops', 'main', {
      type: 'pull_request',
    });
    await expect(
      github.repository.publish(change, context),
    ).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining(
        'Changes must be made through a pull request.',
      ),
    });
  });

  it.each([422, 409])(
    'tries again when a move is refused by %s in words nobody knows and the branch stands still',
    async status => {
      const change = await prepare();
      github.sandbox.github.faults.add({
        path: /graphql/,
        effect: {
          kind: 'answer',
          status,
          body: { message: 'Reference cannot be updated' },
        },
        times: 1,
      });
      await expect(
        github.repository.publish(change, context),
      ).rejects.toMatchObject({ name: 'Error' });
      expect(await github.repository.publish(change, context)).toMatchObject({
        kind: 'published',
      });
    },
  );

  it('asks GraphQL in the words of its schema', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch');
    const change = await prepare();
    await github.repository.publish(change, context);
    const asked = fetched.mock.calls
      .filter(([url]) => String(url).endsWith('/api/graphql'))
      .map(([, init]) => JSON.parse(String(init?.body)).variables);
    fetched.mockRestore();
    expect(asked).toEqual([
      {
        input: {
          repositoryId: expect.any(String),
          refUpdates: [
            {
              name: 'refs/heads/main',
              beforeOid: seeded,
              afterOid: change.commit,
            },
          ],
        },
      },
    ]);
  });

  it('leaves author and committer to GitHub', async () => {
    const change = await prepare();
    const commit = await github.git.commit(change.commit);
    expect(JSON.stringify(commit)).toContain('promotion-bot');
  });

  it('a rate limit says how long to stay away', async () => {
    github.sandbox.github.faults.rateLimit('secondary', {
      status: 429,
      retryAfterSeconds: 7,
    });
    await expect(
      github.repository.prepare(request(), context),
    ).rejects.toMatchObject({
      name: 'SourceUnreachableError',
      retryAfterMs: 7_000,
    });
  });

  it('a ref that reads old after a push leads to a lost race, never to a lost commit', async () => {
    github.sandbox.github.faults.staleRefReads(60_000);
    await github.repository.publish(await prepare(), context);
    const published = await github.head();
    const other = { ...request(), promotionId: 'p-2' };
    const onOldHead = changeOf(await github.repository.prepare(other, context));
    expect(onOldHead.baseCommit).toBe(seeded);
    expect(await github.repository.publish(onOldHead, context)).toMatchObject({
      kind: 'raced',
    });
    expect(await github.head()).toBe(published);
  });

  it('commits exactly the file of the plan', async () => {
    const change = await prepare();
    await github.repository.publish(change, context);
    const changed = await github.git.changedFiles(seeded, change.commit);
    expect(changed.map(file => JSON.stringify(file))).toEqual([
      expect.stringContaining(PATH),
    ]);
  });

  it('gives up a call that hangs, by its own limit', async () => {
    await github.stop();
    github = await startGithub({ timeoutMs: 200 });
    await github.push({ [PATH]: MANIFEST });
    github.sandbox.github.faults.add({ effect: { kind: 'hang' } });
    await expect(
      github.repository.prepare(request(), context),
    ).rejects.toMatchObject({ name: 'SourceUnreachableError' });
  });

  it('does not follow a redirect', async () => {
    github.sandbox.github.faults.add({
      effect: {
        kind: 'answer',
        status: 301,
        headers: { location: 'http://169.254.169.254/' },
        body: {},
      },
    });
    await expect(
      github.repository.prepare(request(), context),
    ).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('renamed or moved'),
    });
  });

  it('calls no host that is not configured', async () => {
    await expect(
      github.repository.readHead(
        { repositoryUrl: 'https://elsewhere.test/acme/gitops', branch: 'main' },
        context,
      ),
    ).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('integrations.github'),
    });
  });

  it.each([
    ['revoked', 401, 'Bad credentials'],
    ['not allowed', 403, 'Resource not accessible by personal access token'],
  ])(
    'never shows its token when that is %s',
    async (_title, status, message) => {
      github.sandbox.github.faults.add({
        effect: { kind: 'answer', status, body: { message } },
      });
      const error = await github.repository
        .prepare(request(), context)
        .catch(reason => reason);
      expect(error).toBeInstanceOf(Error);
      expect(
        `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`,
      ).not.toContain(TEST_TOKEN);
    },
  );

  it('says so when what answers is no GitHub', async () => {
    github.sandbox.github.faults.add({
      effect: { kind: 'answer', status: 200, body: '<html>' },
    });
    await expect(
      github.repository.prepare(request(), context),
    ).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('apiBaseUrl'),
    });
  });
});

describe('what stands at a path of the repository', () => {
  const commitEntries = async (
    entries: readonly {
      path: string;
      mode: string;
      sha: string;
      type: 'blob' | 'commit';
    }[],
  ) => {
    const head = await github.head();
    const base = await github.git.commit(head);
    if (!base) {
      throw new Error('no base');
    }
    const tree = await github.git.writeTree(
      base.tree,
      entries.map(({ path, mode, sha }) => ({ path, mode, sha })),
    );
    const person = {
      name: 'Grace',
      email: 'grace@acme.example',
      date: '2026-09-01T12:00:00Z',
    };
    const commit = await github.git.writeCommit({
      tree,
      parents: [head],
      message: 'Entries',
      author: person,
      committer: person,
    });
    await github.git.moveRef('refs/heads/main', commit, head);
  };

  it('refuses a symbolic link, which the Contents API would follow silently', async () => {
    const sha = await github.git.writeBlob('staging/kustomization.yaml');
    await commitEntries([
      { path: 'link.yaml', mode: '120000', sha, type: 'blob' },
    ]);
    const { problems } = await github.repository.inspectFiles(
      request('link.yaml').target,
      context,
    );
    expect(problems).toEqual([
      {
        code: 'manifest-not-a-file',
        message: expect.stringContaining('symbolic link'),
      },
    ]);
    await expect(
      github.repository.prepare(request('link.yaml'), context),
    ).rejects.toMatchObject({ name: 'TerminalError' });
  });

  it.each(['kustomization.yml', 'Kustomization'])(
    'finds the manifest of a folder under the name %s, and names that one in what it read',
    async name => {
      const sha = await github.git.writeBlob('images: []\n');
      const path = `named/${name}`;
      await commitEntries([{ path, mode: '100644', sha, type: 'blob' }]);
      const { target } = request('named/kustomization.yaml');
      const { files, problems, commit } = await github.repository.inspectFiles(
        target,
        context,
      );
      expect(problems).toEqual([]);
      expect(files).toMatchObject([
        { location: { path }, text: 'images: []\n' },
      ]);
      const manifest = target.targets[0]!.manifest;
      expect(
        await github.repository.readFile({ ...manifest, commit }, context),
      ).toBe('images: []\n');
      expect(
        await github.repository.listRevisions(
          { ...manifest, limit: 5 },
          context,
        ),
      ).toMatchObject([{ commit }]);
    },
  );

  it('refuses a submodule', async () => {
    await commitEntries([
      { path: 'vendored', mode: '160000', sha: seeded, type: 'commit' },
    ]);
    const { problems } = await github.repository.inspectFiles(
      request('vendored/kustomization.yaml').target,
      context,
    );
    expect(problems).toEqual([
      {
        code: 'manifest-not-a-file',
        message: expect.stringContaining('submodule'),
      },
    ]);
  });

  it('refuses a folder', async () => {
    const { problems } = await github.repository.inspectFiles(
      request('services/checkout').target,
      context,
    );
    expect(problems).toEqual([
      {
        code: 'manifest-not-a-file',
        message: expect.stringContaining('folder'),
      },
    ]);
  });

  it('refuses a file over 1 MB', async () => {
    await github.push({ 'large.yaml': '#'.repeat(1_100_000) });
    const { problems } = await github.repository.inspectFiles(
      request('large.yaml').target,
      context,
    );
    expect(problems).toEqual([
      { code: 'manifest-too-large', message: expect.stringContaining('1 MB') },
    ]);
  });

  it('keeps the mode of the file it writes', async () => {
    const sha = await github.git.writeBlob(MANIFEST);
    await commitEntries([{ path: PATH, mode: '100755', sha, type: 'blob' }]);
    await github.repository.publish(await prepare(), context);
    expect(await github.git.entry(await github.head(), PATH)).toMatchObject({
      mode: '100755',
    });
  });

  it('reads a head that did not move by a 304', async () => {
    const read = () =>
      github.repository.readHead({ ...location(), known: seeded }, context);
    await read();
    const fetched = jest.spyOn(globalThis, 'fetch');
    expect(await read()).toEqual({ commit: seeded, unchanged: true });
    const answers = await Promise.all(
      fetched.mock.results.map(result => result.value),
    );
    fetched.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([304]);
    const moved = await github.push({ 'README.md': 'changed\n' });
    expect(await read()).toEqual({ commit: moved, unchanged: false });
  });
});
