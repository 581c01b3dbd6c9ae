// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite } from 'backstage-plugin-promotion-common';
import { editManifest } from 'backstage-plugin-promotion-common/manifests';
import {
  readPromotionTrailers,
  TerminalError,
  writeCommitMessage,
  type ChangeRequest,
  type CommitDirection,
  type PrepareResult,
} from 'backstage-plugin-promotion-node';
import type { GithubApi, NewTreeFile } from './GithubApi';
import type { GithubFiles } from './GithubFiles';

/** How far back a promotion looks for its own commit: commits that touched the same file. */
const OWN_COMMIT_DEPTH = 50;

/** The files a change touches, on one branch of one repository. */
interface ChangedFiles {
  readonly branch: string;
  readonly writesByPath: ReadonlyMap<string, readonly FieldWrite[]>;
}

/** What is needed to prepare: the repository, its files, and which way the change goes. */
export interface PrepareContext {
  readonly api: GithubApi;
  readonly files: GithubFiles;
  readonly direction: CommitDirection;
}

/**
 * Makes the commit object of a change on the branch's present head, without moving the branch: looks for an earlier
 * commit of this promotion first, then edits what the head holds now.
 */
export async function prepareChange(
  request: ChangeRequest,
  context: PrepareContext,
): Promise<PrepareResult> {
  const { api, files } = context;
  const { branch, writesByPath } = groupWrites(request);
  const head = await readHead(api, branch);
  const paths = [...writesByPath.keys()];

  const earlier = await findOwnCommit(request.promotionId, {
    ...context,
    head,
    paths,
  });
  if (earlier) {
    return {
      kind: 'already-published',
      commit: earlier,
      commitUrl: api.commitUrl(earlier),
    };
  }

  const baseTree = await files.readCommitTree(api, head);
  const edited: NewTreeFile[] = [];
  const conflicts: FieldWrite[] = [];
  for (const [path, writes] of writesByPath) {
    const file = await files.read(api, baseTree, path);
    if (file.kind !== 'file') {
      throw new TerminalError(file.message);
    }
    const edit = editManifest(file.text, writes);
    if (edit.kind === 'refused') {
      return {
        kind: 'refused',
        message: `${path} in ${api.name} cannot be edited: ${edit.problem.message} ${edit.problem.remedy}`,
      };
    }
    if (edit.kind === 'conflict') {
      conflicts.push(...edit.writes);
    }
    if (edit.kind === 'edited') {
      edited.push({ path: file.path, mode: file.mode, content: edit.text });
    }
  }
  if (conflicts.length) {
    return {
      kind: 'conflict',
      fields: conflicts.map(({ file, pointer }) => `${file.path}#${pointer}`),
    };
  }
  if (!edited.length) {
    return { kind: 'unchanged', commit: head };
  }

  const commit = await api.createCommit({
    message: writeCommitMessage(request.message, {
      promotionId: request.promotionId,
      direction: context.direction,
    }),
    tree: await api.createTree(baseTree, edited),
    parent: head,
  });
  return {
    kind: 'prepared',
    change: {
      repositoryUrl: api.repositoryUrl,
      branch,
      baseCommit: head,
      commit,
      commitUrl: api.commitUrl(commit),
      writes: [...request.writes],
    },
  };
}

/** The head of a branch, read now. */
export async function readHead(
  api: GithubApi,
  branch: string,
): Promise<string> {
  const ref = await api.readRef(branch);
  if (!ref) {
    throw new TerminalError(
      `Branch ${branch} of ${api.name} could not be read.`,
    );
  }
  return ref.commit;
}

function groupWrites(request: ChangeRequest): ChangedFiles {
  const writesByPath = new Map<string, FieldWrite[]>();
  const [first] = request.writes.length
    ? request.writes.map(({ file }) => file)
    : request.target.targets.map(({ manifest }) => manifest);
  if (!first) {
    throw new TerminalError(
      `Environment ${request.target.environment} has no manifest to write to.`,
    );
  }
  for (const write of request.writes) {
    if (
      write.file.repositoryUrl !== first.repositoryUrl ||
      write.file.branch !== first.branch
    ) {
      throw new TerminalError(
        `One promotion is one commit, but ${request.target.environment} has manifests on several branches or repositories. Put them on one branch.`,
      );
    }
    writesByPath.set(write.file.path, [
      ...(writesByPath.get(write.file.path) ?? []),
      write,
    ]);
  }
  return { branch: first.branch, writesByPath };
}

async function findOwnCommit(
  promotionId: string,
  context: PrepareContext & {
    readonly head: string;
    readonly paths: readonly string[];
  },
): Promise<string | undefined> {
  for (const path of context.paths) {
    const commits = await context.api.listCommits({
      from: context.head,
      path,
      limit: OWN_COMMIT_DEPTH,
    });
    const own = commits.find(({ commit }) => {
      const trailers = readPromotionTrailers(commit.message);
      return (
        trailers?.promotionId === promotionId &&
        trailers.direction === context.direction
      );
    });
    if (own) {
      return own.sha;
    }
  }
  return undefined;
}
