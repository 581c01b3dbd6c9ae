// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { HandlerPorts } from './createHandlers';
import type { Handlers } from './Handlers';

/** Routes of evidence. */
export function createEvidenceHandlers({
  resources,
  recorder,
  evidence,
}: HandlerPorts): Pick<Handlers, 'recordEvidence' | 'listEvidence'> {
  return {
    recordEvidence: {
      resources: async ({ body: { subject } }, { credentials }) => {
        await resources.assertVisible(subject.componentRef, credentials);
        if (subject.type === 'environment') {
          return resources.component(subject.componentRef, [
            subject.environment,
          ]);
        }
        const [anywhere] = await resources.component(subject.componentRef);
        return anywhere ? [{ ...anywhere, environment: undefined }] : [];
      },
      answer: ({ body }, { caller }) => recorder.record(body, caller),
    },
    listEvidence: {
      resources: async ({ query }, { credentials }) => {
        await resources.assertVisible(query.componentRef, credentials);
        return resources.component(query.componentRef);
      },
      answer: async ({ query }) => ({
        items: [...(await evidence.list(query))],
      }),
    },
  };
}
