// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitRepository, TreeEntry } from '../../git/GitRepository';
import { base64Lines } from '../base64Lines';
import { RepositoryLinks } from '../GithubContext';

/** Above this GitHub leaves the content out of the answer. */
const INLINE_LIMIT_BYTES = 1024 * 1024;

/** Where a file was found. */
export interface ContentPlace {
  readonly links: RepositoryLinks;
  /** The `ref` of the question, repeated in the links. */
  readonly ref: string;
}

/** The links and names every kind of content has. */
export function presentEntry(entry: TreeEntry, { links, ref }: ContentPlace) {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const self = `${links.api}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${links.api}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${
    entry.sha
  }`;
  const html = `${links.html}/${
    entry.type === 'tree' ? 'tree' : 'blob'
  }/${ref}/${path}`;
  const isFile = entry.type === 'blob';
  return {
    name: entry.path.split('/').pop() ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url: isFile ? `${links.html}/raw/${ref}/${path}` : null,
    type: contentType(entry),
    _links: { self, git, html },
  };
}

/** A file with its content. */
export async function presentFileContent(
  repository: GitRepository,
  entry: TreeEntry,
  place: ContentPlace,
) {
  const blob = await repository.object(entry.sha);
  const content = blob?.content ?? Buffer.alloc(0);
  const inline = content.length <= INLINE_LIMIT_BYTES;
  return {
    ...presentEntry(entry, place),
    type: 'file',
    size: content.length,
    content: inline ? base64Lines(content) : '',
    encoding: inline ? 'base64' : 'none',
  };
}

function contentType(entry: TreeEntry): string {
  if (entry.type === 'tree') {
    return 'dir';
  }
  if (entry.type === 'commit') {
    return 'submodule';
  }
  return entry.mode === '120000' ? 'symlink' : 'file';
}
