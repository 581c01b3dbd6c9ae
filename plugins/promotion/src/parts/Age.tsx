// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatAge, formatMoment, formatSpan } from '../format/age';
import { useNow } from '../live/useNow';

/** How long ago a moment is, or with `as="span"` how long it lasts by now; the exact one on hover and for machines. */
export function Age(props: {
  readonly at: string;
  readonly as?: 'age' | 'span';
}) {
  const now = useNow();
  return (
    <time dateTime={props.at} title={formatMoment(props.at)}>
      {props.as === 'span'
        ? formatSpan(now - Date.parse(props.at))
        : formatAge(props.at, now)}
    </time>
  );
}
