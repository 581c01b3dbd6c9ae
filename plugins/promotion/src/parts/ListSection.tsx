// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ReactNode } from 'react';
import text from './text.module.css';

/** Things of one kind under a title, one below the other. None: nothing is shown. */
export function ListSection<T>(props: {
  readonly title: string;
  /** What a screen reader calls it; absent: its title. */
  readonly label?: string;
  readonly things: readonly T[];
  readonly children: (thing: T) => ReactNode;
}) {
  if (props.things.length === 0) return null;
  return (
    <section className={text.stack} aria-label={props.label ?? props.title}>
      <h3 className={text.sectionTitle}>{props.title}</h3>
      <ul className={`${text.list} ${text.surface}`}>
        {props.things.map(props.children)}
      </ul>
    </section>
  );
}
