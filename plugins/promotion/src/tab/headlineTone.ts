// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ComponentView,
  Explanation,
  PathView,
} from 'backstage-plugin-promotion-common';
import { promotionStateStyles } from '../status/promotionStateStyles';
import type { Tone } from '../status/Tone';

const toneOfExplanation = {
  passes: 'positive',
  blocks: 'negative',
  waits: 'info',
  warns: 'warning',
  informs: 'neutral',
} as const satisfies Record<Explanation['tone'], Tone>;

/** The tone of a reason. */
export function toneOf(explanation: Pick<Explanation, 'tone'>): Tone {
  return toneOfExplanation[explanation.tone];
}

/** The path the sentence on top speaks about; absent when it speaks about the whole component. */
export function headlinePath(
  view: Pick<ComponentView, 'headline' | 'paths'>,
): PathView | undefined {
  return (
    view.paths.find(path => path.headline === view.headline) ??
    view.paths.find(
      path => path.headline.length > 0 && view.headline.includes(path.headline),
    )
  );
}

/** The tone of the sentence on top: that of the path it speaks about, else of what the paths say together. */
export function headlineTone(
  view: Pick<ComponentView, 'headline' | 'paths' | 'promotions'>,
): Tone {
  const path = headlinePath(view);
  if (path) return pathTone(path);
  const spokenOf = view.promotions.find(
    each => each.headline === view.headline,
  );
  if (spokenOf) return promotionStateStyles[spokenOf.state].tone;
  const statuses = new Set(view.paths.map(each => each.status));
  if (statuses.has('in-progress')) return 'info';
  if (statuses.has('ready') || statuses.has('needs-approval'))
    return 'positive';
  if (statuses.has('blocked')) return 'negative';
  if (statuses.has('waiting') || statuses.has('unknown')) return 'warning';
  return 'neutral';
}

/** The tone of how things stand on a path. */
export function pathTone(path: PathView): Tone {
  if (path.status === 'in-progress') return 'info';
  if (path.status === 'nothing-to-move') return 'neutral';
  if (path.status === 'ready' || path.status === 'needs-approval') {
    return 'positive';
  }
  return toneOf(path.explanation);
}

/** Who can remove what stands in the way, each once, most fitting first: role names and entity references. */
export function helpersOf(explanation: Explanation): string[] {
  if (explanation.tone === 'passes' || explanation.tone === 'informs') {
    return [];
  }
  // Approvers cannot mend a gate, nor a quorum that cannot be met: then they are not the ones to ask.
  const approversWait = !['gates', 'barred'].includes(explanation.code);
  const nested = (explanation.children ?? [])
    .filter(
      ({ code }) =>
        code !== 'unsatisfiable' && (approversWait || code !== 'approvals'),
    )
    .flatMap(helpersOf);
  return [...new Set([...(explanation.helpers ?? []), ...nested])];
}
