// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  RiCheckLine,
  RiCloseLine,
  RiMoreFill,
  RiSubtractLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { PromotionView } from 'backstage-plugin-promotion-common';
import { Unseen } from '../parts/Unseen';
import { stepsOf, type StepStatus } from './stepModel';
import text from '../parts/text.module.css';
import styles from './StateStepper.module.css';

const marks: Record<
  StepStatus,
  { readonly Icon?: RemixiconComponentType; readonly word: string }
> = {
  done: { Icon: RiCheckLine, word: 'done' },
  current: { Icon: RiMoreFill, word: 'now' },
  upcoming: { word: 'to come' },
  failed: { Icon: RiCloseLine, word: 'ended here' },
  skipped: { Icon: RiSubtractLine, word: 'not reached' },
};

/** Where a promotion stands on its way from request to end. */
export function StateStepper(props: { readonly promotion: PromotionView }) {
  return (
    <ol className={`${text.list} ${styles.steps}`} aria-label="Progress">
      {stepsOf(props.promotion).map(step => {
        const { Icon, word } = marks[step.status];
        return (
          <li
            key={step.name}
            className={`${styles.step} ${styles[step.status]}`}
            aria-current={step.status === 'current' ? 'step' : undefined}
          >
            <span className={styles.mark}>
              {Icon && <Icon size={14} aria-hidden />}
            </span>
            <span className={styles.title}>{step.title}</span>
            <Unseen>{word}</Unseen>
          </li>
        );
      })}
    </ol>
  );
}
