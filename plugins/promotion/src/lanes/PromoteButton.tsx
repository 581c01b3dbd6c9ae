// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Button } from '@backstage/ui';
import { RiRocketLine } from '@remixicon/react';
import type { PathView } from 'backstage-plugin-promotion-common';
import text from '../parts/text.module.css';

/** The way to move what a path would move, or to override what blocks it; without either it says why not. */
export function PromoteButton(props: {
  readonly path: PathView;
  readonly size?: 'small';
  readonly onPromote: (path: PathView) => void;
}) {
  const { path } = props;
  const { promote, override } = path;
  const isOverride = !promote.allowed && override.allowed;
  const name = `${path.from} to ${path.to}`;
  return (
    <>
      <Button
        size={props.size}
        variant={promote.allowed ? 'primary' : 'secondary'}
        iconStart={<RiRocketLine />}
        isDisabled={!promote.allowed && !isOverride}
        aria-label={
          isOverride ? `Override… to promote ${name}` : `Promote ${name}`
        }
        onPress={() => props.onPromote(path)}
      >
        {isOverride ? 'Override…' : 'Promote'}
      </Button>
      {!promote.allowed && promote.reason && (
        <p className={`${text.small} ${text.secondary}`}>{promote.reason}</p>
      )}
    </>
  );
}
