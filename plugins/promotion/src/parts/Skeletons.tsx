// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Skeleton } from '@backstage/ui';
import text from './text.module.css';

/** Where something will stand once it is loaded; `label` says what is waited for. */
export function Skeletons(props: {
  readonly label: string;
  /** In pixels, from top to bottom. */
  readonly heights: readonly number[];
}) {
  return (
    <div className={text.stack} role="status" aria-label={props.label}>
      {props.heights.map((height, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </div>
  );
}
