// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatAge, formatMoment } from '../format/age';
import { useNow } from '../live/useNow';

/** How long ago a moment is; the exact one on hover and for machines. */
export function Age(props: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={props.at} title={formatMoment(props.at)}>
      {formatAge(props.at, now)}
    </time>
  );
}
