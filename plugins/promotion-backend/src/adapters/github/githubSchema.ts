// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

/** `GET /repos/{owner}/{repo}`. */
export const repositorySchema = z.object({ node_id: z.string() });

/** `GET …/git/ref/heads/{branch}`. */
export const refSchema = z.object({ object: z.object({ sha }) });

/** `GET` and `POST …/git/commits`. */
export const gitCommitSchema = z.object({
  sha,
  tree: z.object({ sha }),
});

/** `GET …/git/trees/{sha}`, one level. A submodule is an entry of type `commit`, a symlink a blob of mode 120000. */
export const treeSchema = z.object({
  truncated: z.boolean().optional(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.string(),
      type: z.string(),
      sha: z.string(),
      size: z.number().optional(),
    }),
  ),
});
/** @see treeSchema */
export type GitTree = z.infer<typeof treeSchema>;

/** `POST …/git/trees`. */
export const createdTreeSchema = z.object({ sha });

/** `GET …/git/blobs/{sha}`: base64 in lines. */
export const blobSchema = z.object({
  encoding: z.string(),
  content: z.string(),
});

/** `GET …/commits?path=`. */
export const commitListSchema = z.array(
  z.object({
    sha,
    html_url: z.string().optional(),
    author: z.object({ login: z.string().optional() }).nullish(),
    commit: z.object({
      message: z.string(),
      author: z.object({ name: z.string().optional() }).nullish(),
      committer: z.object({ date: z.string().optional() }).nullish(),
    }),
  }),
);
/** @see commitListSchema */
export type CommitList = z.infer<typeof commitListSchema>;

/** `GET …/compare/{base}...{head}`. */
export const comparisonSchema = z.object({
  status: z.enum(['ahead', 'behind', 'identical', 'diverged']),
});
