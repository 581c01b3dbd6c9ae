// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiArrowRightLine } from '@remixicon/react';
import type {
  FieldWrite,
  ManifestDiff,
} from 'backstage-plugin-promotion-common';
import { DiffView, FileLink } from './DiffView';
import { parseDiff } from './parseDiff';
import lists from '../promotions/lists.module.css';
import text from '../parts/text.module.css';

/** What a promotion writes: the diff while the file still differs, else (it was written) the fields with before and after. */
export function ChangeList(props: {
  readonly diffs: readonly ManifestDiff[];
  readonly fieldWrites: readonly FieldWrite[];
}) {
  const diffs = props.diffs.filter(({ diff }) => parseDiff(diff).length > 0);
  if (diffs.length === 0 && props.fieldWrites.length === 0) return null;
  return (
    <section className={text.stack} aria-label="Changes">
      <h3 className={text.sectionTitle}>Changes</h3>
      {diffs.map(diff => (
        <DiffView key={diff.file.path} diff={diff} />
      ))}
      {diffs.length === 0 && (
        <ul className={`${text.list} ${text.surface}`}>
          {props.fieldWrites
            .filter(write => write.before !== write.after)
            .map(write => (
              <li
                key={`${write.file.path}${write.pointer}`}
                className={lists.item}
              >
                <span className={lists.grow}>
                  <FileLink file={write.file} />{' '}
                  <code className={text.code}>{write.pointer}</code>
                </span>
                <code className={text.code}>
                  {write.before ?? 'nothing'}{' '}
                  <RiArrowRightLine size={12} aria-label="becomes" />{' '}
                  {write.after ?? 'nothing'}
                </code>
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
