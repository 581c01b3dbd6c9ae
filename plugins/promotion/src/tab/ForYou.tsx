// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import { RiUserStarLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import type { ComponentView } from 'backstage-plugin-promotion-common';
import { entityName } from 'backstage-plugin-promotion-common/words';
import { Age } from '../parts/Age';
import text from '../parts/text.module.css';
import styles from './PromotionTab.module.css';

/** What waits for exactly this viewer: approvals that would count, and reviews of overrides. Nothing: not shown. */
export function ForYou(props: {
  readonly view: ComponentView;
  readonly onOpenPromotion: (promotionId: string) => void;
}) {
  const { view, onOpenPromotion } = props;
  const asked = view.paths.flatMap(({ promotion }) =>
    promotion?.commands.some(
      command => command.name === 'approve' && command.allowed,
    )
      ? [promotion]
      : [],
  );
  const reviews = view.reviews.filter(review => review.mine);
  return (
    <>
      {asked.map(({ promotionId, release, to, requestedBy }) => (
        <Task
          key={promotionId}
          title="Your approval is asked"
          button="Look and decide"
          onOpen={() => onOpenPromotion(promotionId)}
        >
          {release.version} to {to}, requested by {entityName(requestedBy.ref)}
        </Task>
      ))}
      {reviews.map(({ overrideId, promotionId, message, dueAt }) => (
        <Task
          key={overrideId}
          title="A review waits for you"
          button="Review"
          onOpen={() => onOpenPromotion(promotionId)}
        >
          {message}, due <Age at={dueAt} />
        </Task>
      ))}
    </>
  );
}

function Task(props: {
  readonly title: string;
  readonly button: string;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}) {
  return (
    <section
      className={`${text.surface} ${styles.foryou}`}
      aria-label={props.title}
    >
      <RiUserStarLine size={20} aria-hidden />
      <span>
        <strong>{props.title}:</strong> {props.children}
      </span>
      <Button size="small" onPress={props.onOpen}>
        {props.button}
      </Button>
    </section>
  );
}
