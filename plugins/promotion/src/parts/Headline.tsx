// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiInformationLine,
  RiTimeLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import type { Tone } from '../status/statusStyles';
import tones from '../status/tones.module.css';
import styles from './Headline.module.css';

const icons = {
  positive: RiCheckboxCircleFill,
  negative: RiCloseCircleFill,
  warning: RiErrorWarningFill,
  info: RiTimeLine,
  neutral: RiInformationLine,
} as const satisfies Record<Tone, RemixiconComponentType>;

/** The sentence that says how things stand. Changes are announced, so that one need not watch. */
export function Headline(props: {
  readonly tone: Tone;
  readonly text: string;
  readonly size?: 'large' | 'medium';
  readonly children?: ReactNode;
}) {
  const Icon = icons[props.tone];
  return (
    <div className={`${styles.headline} ${tones[props.tone]} ${tones.ground}`}>
      <Icon size={24} aria-hidden className={tones.ink} />
      <div className={styles.body}>
        <p
          role="status"
          className={`${styles.sentence} ${
            props.size === 'medium' ? styles.medium : ''
          }`}
        >
          {props.text}
        </p>
        {props.children}
      </div>
    </div>
  );
}
