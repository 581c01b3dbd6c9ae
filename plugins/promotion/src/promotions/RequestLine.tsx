// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PromotionView } from 'backstage-plugin-promotion-common';
import { Age } from '../parts/Age';
import { OutsideLink } from '../parts/OutsideLink';
import { ActorName } from '../parts/Person';
import text from '../parts/text.module.css';

/** Who asked for a promotion, when and why, and the commit it made. */
export function RequestLine(props: { readonly promotion: PromotionView }) {
  const { promotion } = props;
  return (
    <p className={text.small}>
      asked for by <ActorName actor={promotion.requestedBy} />{' '}
      <Age at={promotion.requestedAt} />
      {promotion.reason && `: “${promotion.reason}”`}
      {promotion.commitUrl && (
        <>
          {' · '}
          <OutsideLink href={promotion.commitUrl}>commit</OutsideLink>
        </>
      )}
      {promotion.progress.pullRequest && (
        <>
          {' · '}
          <OutsideLink href={promotion.progress.pullRequest.url}>
            pull request {promotion.progress.pullRequest.number}
          </OutsideLink>
        </>
      )}
    </p>
  );
}
