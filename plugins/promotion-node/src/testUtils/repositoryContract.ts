// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  FieldWrite,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import type { ChangeRequest, PrepareResult } from '../Deployer';
import type { DesiredStateSource } from '../DesiredStateSource';
import { SourceUnreachableError } from '../errors';
import type { RepositoryWriter } from '../extensionPoints';

/** What the suite needs of an adapter and the world behind it. The repository is empty but for what `seed` puts there. */
export interface RepositoryHarness {
  readonly repository: DesiredStateSource & RepositoryWriter;
  readonly repositoryUrl: string;
  readonly branch: string;
  /** Starts the branch with these files; answers the commit. */
  seed(files: Readonly<Record<string, string>>): Promise<string>;
  /** Somebody pushes a file; answers the commit. */
  push(path: string, text: string): Promise<string>;
  /** A file at the head of the branch. */
  text(path: string): Promise<string | undefined>;
  head(): Promise<string>;
  /** Somebody sets the branch to a commit it was at before, by force. */
  setBack(commit: string): Promise<void>;
  /** Somebody pushes right before the next ref move. */
  armCompetingPush(path: string, text: string): Promise<void>;
  /** The next ref move takes effect and loses its reply. */
  armLostPublishReply(): Promise<void>;
  /** Nothing answers from now on. */
  goDown(): Promise<void>;
  /** The next ref move is refused by a rule of the repository. */
  forbidPushes(): Promise<void>;
  stop(): Promise<void>;
}

const PATH = 'services/checkout/overlays/staging/kustomization.yaml';
const OTHER = 'README.md';
const IMAGE = 'registry.example/acme/checkout';
const kustomization = (tag: string) =>
  `# staging\nresources:\n  - ../../base\nimages:\n  - name: ${IMAGE}\n    newTag: "${tag}" # by promotion\n`;

/** The behavior every repository adapter must show. Call it in a test file, with a factory of fresh harnesses. */
export function repositoryContract(
  title: string,
  createHarness: () => Promise<RepositoryHarness>,
): void {
  describe(`${title} keeps the repository contract`, () => {
    const context = { signal: new AbortController().signal };
    let harness: RepositoryHarness;
    let firstCommit: string;

    beforeEach(async () => {
      harness = await createHarness();
      firstCommit = await harness.seed({
        [PATH]: kustomization('2.3.0'),
        [OTHER]: 'hello\n',
      });
    });
    afterEach(() => harness.stop());

    const location = () => ({
      repositoryUrl: harness.repositoryUrl,
      branch: harness.branch,
      path: PATH,
    });
    const tagWrite = (before: string, after: string): FieldWrite => ({
      file: location(),
      pointer: `/images/[${IMAGE}]/newTag`,
      before,
      after,
    });
    const target = (path = PATH): ResolvedEnvironment => ({
      componentRef: 'component:default/checkout',
      environment: 'staging',
      title: 'Staging',
      labels: {},
      images: [],
      targets: [
        {
          manifest: { ...location(), path },
          format: 'kustomize',
          application: { instance: 'default', name: 'checkout-staging' },
        },
      ],
    });
    const request = (
      writes: readonly FieldWrite[],
      promotionId = 'p-1',
    ): ChangeRequest => ({
      promotionId,
      attempt: 1,
      target: target(),
      writes,
      message: {
        title: 'Promote checkout to staging',
        body: ['Requested by user:default/ada.'],
      },
    });
    const prepare = (before: string, after: string, promotionId?: string) =>
      harness.repository.prepare(
        request([tagWrite(before, after)], promotionId),
        context,
      );
    const change = (result: PrepareResult) => {
      if (result.kind !== 'prepared') {
        throw new Error(
          `expected a prepared change, got ${JSON.stringify(result)}`,
        );
      }
      return result.change;
    };
    const deploy = async (
      before: string,
      after: string,
      promotionId?: string,
    ) => {
      const prepared = change(await prepare(before, after, promotionId));
      await harness.repository.publish(prepared, context);
      return prepared;
    };

    it('reads the head of a branch, and says when it did not move', async () => {
      const read = (known?: string) =>
        harness.repository.readHead({ ...location(), known }, context);
      expect(await read()).toEqual({ commit: firstCommit, unchanged: false });
      expect(await read(firstCommit)).toEqual({
        commit: firstCommit,
        unchanged: true,
      });
      const second = await harness.push(OTHER, 'changed\n');
      expect(await read(firstCommit)).toEqual({
        commit: second,
        unchanged: false,
      });
    });

    it('reads a file as it was at a commit, and nothing where there is no file', async () => {
      const second = await harness.push(PATH, kustomization('2.3.1'));
      const read = (commit: string, path = PATH) =>
        harness.repository.readFile({ ...location(), path, commit }, context);
      expect(await read(firstCommit)).toBe(kustomization('2.3.0'));
      expect(await read(second)).toBe(kustomization('2.3.1'));
      expect(await read(second, 'services/none.yaml')).toBeUndefined();
    });

    it('inspects the manifests of an environment at one commit', async () => {
      const inspection = await harness.repository.inspectFiles(
        target(),
        context,
      );
      expect(inspection).toEqual({
        environment: 'staging',
        commit: firstCommit,
        files: [
          {
            location: location(),
            commit: firstCommit,
            text: kustomization('2.3.0'),
          },
        ],
        problems: [],
      });
    });

    it('names a manifest that is not there', async () => {
      const { files, problems } = await harness.repository.inspectFiles(
        target('services/none.yaml'),
        context,
      );
      expect(files).toEqual([]);
      expect(problems).toEqual([
        {
          code: 'manifest-missing',
          message: expect.stringContaining('services/none.yaml'),
        },
      ]);
    });

    it('prepares a commit without moving the branch, and publishes it', async () => {
      const prepared = change(await prepare('2.3.0', '2.4.0'));
      expect(prepared.baseCommit).toBe(firstCommit);
      expect(await harness.head()).toBe(firstCommit);

      const published = await harness.repository.publish(prepared, context);
      expect(published).toMatchObject({
        kind: 'published',
        commit: prepared.commit,
      });
      expect(await harness.head()).toBe(prepared.commit);
      expect(await harness.text(PATH)).toContain('2.4.0');
      expect(await harness.text(OTHER)).toBe('hello\n');
    });

    it('publishes once, however often it is asked', async () => {
      const prepared = await deploy('2.3.0', '2.4.0');
      const later = await harness.push(OTHER, 'later\n');
      expect(await harness.repository.publish(prepared, context)).toMatchObject(
        {
          kind: 'published',
          commit: prepared.commit,
        },
      );
      expect(await harness.head()).toBe(later);
    });

    it('finds the commit of a publish whose reply was lost', async () => {
      const prepared = change(await prepare('2.3.0', '2.4.0'));
      await harness.armLostPublishReply();
      const first = await harness.repository
        .publish(prepared, context)
        .catch(error => error);
      if (first instanceof Error) {
        expect(first).toBeInstanceOf(SourceUnreachableError);
      }
      expect(await harness.repository.publish(prepared, context)).toMatchObject(
        { kind: 'published' },
      );
      expect(await harness.head()).toBe(prepared.commit);
    });

    it('says when it raced, and prepares anew on what the other pushed', async () => {
      const prepared = change(await prepare('2.3.0', '2.4.0'));
      await harness.armCompetingPush(OTHER, 'theirs\n');
      expect(await harness.repository.publish(prepared, context)).toMatchObject(
        { kind: 'raced' },
      );
      expect(await harness.text(PATH)).toBe(kustomization('2.3.0'));

      await deploy('2.3.0', '2.4.0');
      expect(await harness.text(PATH)).toContain('2.4.0');
      expect(await harness.text(OTHER)).toBe('theirs\n');
    });

    it('does not bring back what somebody took off the branch after the commit was prepared', async () => {
      await harness.push(OTHER, 'taken off\n');
      const prepared = change(await prepare('2.3.0', '2.4.0'));
      await harness.setBack(firstCommit);
      expect(await harness.repository.publish(prepared, context)).toMatchObject(
        { kind: 'raced' },
      );
      expect(await harness.head()).toBe(firstCommit);

      await deploy('2.3.0', '2.4.0');
      expect(await harness.text(PATH)).toContain('2.4.0');
      expect(await harness.text(OTHER)).toBe('hello\n');
    });

    it('says when nothing is to change', async () => {
      expect(await prepare('2.2.0', '2.3.0')).toEqual({
        kind: 'unchanged',
        commit: firstCommit,
      });
    });

    it('names the field that holds something else', async () => {
      expect(await prepare('2.2.0', '2.4.0')).toEqual({
        kind: 'conflict',
        fields: [expect.stringContaining('newTag')],
      });
    });

    it('finds an earlier commit of the same promotion instead of making a second', async () => {
      const earlier = await deploy('2.3.0', '2.4.0');
      await harness.push(OTHER, 'later\n');
      expect(await prepare('2.3.0', '2.4.0')).toMatchObject({
        kind: 'already-published',
        commit: earlier.commit,
      });
    });

    it('takes another promotion to the same image for unchanged, not for its own', async () => {
      await deploy('2.3.0', '2.4.0', 'p-1');
      expect(await prepare('2.3.0', '2.4.0', 'p-2')).toMatchObject({
        kind: 'unchanged',
      });
    });

    it('reverts its field and leaves what others changed since', async () => {
      await deploy('2.3.0', '2.4.0');
      await harness.push(OTHER, 'later\n');
      const back = change(
        await harness.repository.revert(
          request([tagWrite('2.4.0', '2.3.0')]),
          context,
        ),
      );
      await harness.repository.publish(back, context);
      expect(await harness.text(PATH)).toContain('2.3.0');
      expect(await harness.text(OTHER)).toBe('later\n');
    });

    it('finds an earlier revert of the same promotion', async () => {
      await deploy('2.3.0', '2.4.0');
      const writes = [tagWrite('2.4.0', '2.3.0')];
      const back = change(
        await harness.repository.revert(request(writes), context),
      );
      await harness.repository.publish(back, context);
      expect(
        await harness.repository.revert(request(writes), context),
      ).toMatchObject({
        kind: 'already-published',
        commit: back.commit,
      });
    });

    it('does not revert a field that somebody wrote since', async () => {
      await deploy('2.3.0', '2.4.0');
      await harness.push(PATH, kustomization('2.5.0'));
      expect(
        await harness.repository.revert(
          request([tagWrite('2.4.0', '2.3.0')]),
          context,
        ),
      ).toEqual({
        kind: 'conflict',
        fields: [expect.stringContaining('newTag')],
      });
    });

    it('lists the revisions of a file, newest first, with the promotion that made them', async () => {
      const prepared = await deploy('2.3.0', '2.4.0');
      await harness.push(OTHER, 'unrelated\n');
      const revisions = await harness.repository.listRevisions(
        { ...location(), limit: 5 },
        context,
      );
      expect(
        revisions.map(({ commit, claimedBy }) => ({ commit, claimedBy })),
      ).toEqual([
        {
          commit: prepared.commit,
          claimedBy: { promotionId: 'p-1', direction: 'deployment' },
        },
        { commit: firstCommit, claimedBy: undefined },
      ]);
      const limited = await harness.repository.listRevisions(
        { ...location(), limit: 1 },
        context,
      );
      expect(limited).toHaveLength(1);
    });

    it('tells whether a revision contains a commit', async () => {
      const second = await harness.push(OTHER, 'second\n');
      const contains = (commit: string, revision: string) =>
        harness.repository.contains(
          { repositoryUrl: harness.repositoryUrl, commit, revision },
          context,
        );
      expect(await contains(firstCommit, second)).toBe(true);
      expect(await contains(second, second)).toBe(true);
      expect(await contains(second, firstCommit)).toBe(false);
    });

    it('ends for good when a rule of the repository forbids the push', async () => {
      const prepared = change(await prepare('2.3.0', '2.4.0'));
      await harness.forbidPushes();
      await expect(
        harness.repository.publish(prepared, context),
      ).rejects.toMatchObject({ name: 'TerminalError' });
      expect(await harness.head()).toBe(firstCommit);
    });

    it('rejects as unreachable while nothing answers', async () => {
      await harness.goDown();
      const calls = [
        harness.repository.readHead(location(), context),
        harness.repository.inspectFiles(target(), context),
        prepare('2.3.0', '2.4.0'),
      ];
      for (const call of await Promise.allSettled(calls)) {
        expect(call).toMatchObject({
          status: 'rejected',
          reason: { name: 'SourceUnreachableError' },
        });
      }
    });

    it('rejects when its signal has aborted, without an effect', async () => {
      const prepared = change(await prepare('2.3.0', '2.4.0'));
      await expect(
        harness.repository.publish(prepared, { signal: AbortSignal.abort() }),
      ).rejects.toThrow();
      expect(await harness.head()).toBe(firstCommit);
    });
  });
}
