// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiFileTextLine } from '@remixicon/react';
import type {
  ManifestDiff,
  ManifestLocation,
} from 'backstage-plugin-promotion-common';
import { Unseen } from '../parts/Unseen';
import { OutsideLink } from '../parts/OutsideLink';
import { countChanges, parseDiff, type DiffHunk } from './parseDiff';
import text from '../parts/text.module.css';
import tones from '../status/tones.module.css';
import styles from './DiffView.module.css';

const signs = {
  added: {
    sign: '+',
    word: 'added',
    tone: `${tones.positive} ${tones.ground}`,
  },
  removed: {
    sign: '−',
    word: 'removed',
    tone: `${tones.negative} ${tones.ground}`,
  },
  context: { sign: ' ', word: '', tone: tones.neutral },
} as const;

/** What changes in one manifest, line by line, with the file linked. */
export function DiffView(props: { readonly diff: ManifestDiff }) {
  const { file, diff } = props.diff;
  const hunks = parseDiff(diff);
  const { added, removed } = countChanges(hunks);
  return (
    <figure className={`${text.surface} ${styles.frame}`}>
      <figcaption className={styles.caption}>
        <RiFileTextLine size={14} aria-hidden />
        <FileLink file={file} />
        <span className={text.secondary}>on {file.branch}</span>
        <span className={styles.counts}>
          <span className={`${tones.positive} ${tones.ink}`}>+{added}</span>{' '}
          <span className={`${tones.negative} ${tones.ink}`}>−{removed}</span>
        </span>
      </figcaption>
      {hunks.length === 0 ? (
        <p className={`${text.small} ${text.secondary} ${styles.same}`}>
          Nothing in this file changes.
        </p>
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

/** A file on its host, by its path. GitHub's form, which is the one repository host there is. */
export function FileLink(props: { readonly file: ManifestLocation }) {
  const { repositoryUrl, branch, path } = props.file;
  const place = path.split('/').map(encodeURIComponent).join('/');
  return (
    <OutsideLink
      href={`${repositoryUrl}/blob/${encodeURIComponent(branch)}/${place}`}
    >
      {path}
    </OutsideLink>
  );
}

function HunkRows(props: { readonly hunk: DiffHunk }) {
  const { header } = props.hunk;
  const place = /^@@ ([^-].*) @@$/.exec(header)?.[1];
  return (
    <>
      {place && (
        <tr>
          <th
            scope="rowgroup"
            colSpan={4}
            className={`${text.secondary} ${styles.place}`}
          >
            {place}
          </th>
        </tr>
      )}
      {props.hunk.lines.map((line, index) => {
        const { sign, word, tone } = signs[line.kind];
        return (
          <tr key={index} className={tone}>
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
