// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { RiSignpostLine } from '@remixicon/react';
import type { ComponentView } from 'backstage-plugin-promotion-common';
import { EmptyState } from '../parts/EmptyState';
import { SidePanel } from '../parts/SidePanel';

/** A link led to a path the rules do not have, or no longer. */
export function NoSuchPath(props: {
  readonly view: ComponentView;
  readonly from: string;
  readonly to: string;
  readonly onClose: () => void;
}) {
  const { view, from, to } = props;
  const paths = view.paths.map(path => `${path.from} → ${path.to}`);
  return (
    <SidePanel title={`${from} → ${to}`} onClose={props.onClose}>
      <EmptyState
        icon={<RiSignpostLine size={32} aria-hidden />}
        title={`There is no path from ${from} to ${to}`}
        text={`The rules ${view.rulesName} of ${view.name} have ${
          paths.length === 0 ? 'no paths' : paths.join(', ')
        }. The link may be older than they are.`}
      />
    </SidePanel>
  );
}
