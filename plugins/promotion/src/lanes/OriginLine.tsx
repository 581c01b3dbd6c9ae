// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentState,
  Origin,
} from 'backstage-plugin-promotion-common';
import { shortCommit } from '../format/identifiers';
import { OutsideLink } from '../parts/OutsideLink';
import text from '../parts/text.module.css';

/** How what is desired came there: by a promotion, outside any, or known from the first look. */
export function OriginLine(props: {
  readonly state: EnvironmentState;
  readonly onOpenPromotion: (promotionId: string) => void;
}) {
  const { origin, commit, commitUrl } = props.state;
  if (!origin) return null;
  return (
    <p className={`${text.small} ${text.secondary}`}>
      {origin.kind === 'promotion' ? (
        <>
          by{' '}
          <button
            type="button"
            className={text.linkButton}
            onClick={() => props.onOpenPromotion(origin.promotionId)}
          >
            a promotion
          </button>
        </>
      ) : (
        <OutsideOrigin origin={origin} />
      )}{' '}
      <Commit
        commit={origin.commit ?? commit}
        url={origin.kind === 'promotion' ? commitUrl : origin.url ?? commitUrl}
      />
    </p>
  );
}

function OutsideOrigin(props: {
  readonly origin: Exclude<Origin, { kind: 'promotion' }>;
}) {
  const { author, kind, message } = props.origin;
  const by = author ? ` by ${author}` : '';
  return (
    <span title={message}>
      {kind === 'outside' ? (
        <strong>outside a promotion{by}</strong>
      ) : (
        `deployed before Promotion watched${by ? `,${by}` : ''}`
      )}
    </span>
  );
}

function Commit(props: { readonly commit?: string; readonly url?: string }) {
  if (!props.commit) return null;
  const short = <code className={text.code}>{shortCommit(props.commit)}</code>;
  return props.url ? (
    <OutsideLink href={props.url}>{short}</OutsideLink>
  ) : (
    short
  );
}
