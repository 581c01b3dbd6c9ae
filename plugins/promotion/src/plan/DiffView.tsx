// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiFileTextLine } from '@remixicon/react';
import type { ManifestDiff } from 'backstage-plugin-promotion-common';
import { Unseen } from '../parts/Unseen';
import { OutsideLink } from '../parts/OutsideLink';
import { fileUrl } from './fileUrl';
import { countChanges, parseDiff, type DiffHunk } from './parseDiff';
import styles from './DiffView.module.css';

const signs = {
  added: { sign: '+', word: 'added' },
  removed: { sign: '−', word: 'removed' },
  context: { sign: ' ', word: '' },
} as const;

/** What changes in one manifest, line by line, with the file linked. */
export function DiffView(props: { readonly diff: ManifestDiff }) {
  const { file, diff } = props.diff;
  const hunks = parseDiff(diff);
  const { added, removed } = countChanges(hunks);
  return (
    <figure className={styles.frame}>
      <figcaption className={styles.caption}>
        <RiFileTextLine size={14} aria-hidden />
        <OutsideLink href={fileUrl(file)}>{file.path}</OutsideLink>
        <span className={styles.branch}>on {file.branch}</span>
        <span className={styles.counts}>
          <span className={styles.plus}>+{added}</span>{' '}
          <span className={styles.minus}>−{removed}</span>
        </span>
      </figcaption>
      {hunks.length === 0 ? (
        <p className={styles.same}>Nothing in this file changes.</p>
      ) : (
        <div
          className={styles.scroll}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- wide files scroll sideways, also with the keyboard
          tabIndex={0}
          role="region"
          aria-label={`Changes in ${file.path}`}
        >
          <table className={styles.table}>
            <tbody>
              {hunks.map(hunk => (
                <HunkRows key={hunk.header} hunk={hunk} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  );
}

function HunkRows(props: { readonly hunk: DiffHunk }) {
  const { header } = props.hunk;
  const place = /^@@ ([^-].*) @@$/.exec(header)?.[1];
  return (
    <>
      {place && (
        <tr>
          <th scope="rowgroup" colSpan={4} className={styles.place}>
            {place}
          </th>
        </tr>
      )}
      {props.hunk.lines.map((line, index) => {
        const { sign, word } = signs[line.kind];
        return (
          <tr key={index} className={styles[line.kind]}>
            <td className={styles.number}>{line.before ?? ''}</td>
            <td className={styles.number}>{line.after ?? ''}</td>
            <td className={styles.sign}>
              <span aria-hidden>{sign}</span>
              {word && <Unseen>{word}</Unseen>}
            </td>
            <td className={styles.code}>{line.text}</td>
          </tr>
        );
      })}
    </>
  );
}
