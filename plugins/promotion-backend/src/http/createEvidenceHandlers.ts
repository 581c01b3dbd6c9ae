// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { promotionReadPermission } from 'backstage-plugin-promotion-common';
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
      answer: async ({ body }, { viewer }) => {
        const answer = await recorder.record(body, viewer.caller);
        const places = await resources.component(body.subject.componentRef);
        const readable = places
          .filter(place => viewer.may(promotionReadPermission.name, place))
          .map(({ environment }) => environment);
        const gates = answer.gates.filter(
          ({ from, to }) => readable.includes(from) && readable.includes(to),
        );
        return gates.length === answer.gates.length
          ? answer
          : { ...answer, gates, message: 'Recorded.' };
      },
    },
    listEvidence: {
      resources: async ({ query }, { credentials }) => {
        await resources.assertVisible(query.componentRef, credentials);
        return resources.component(query.componentRef);
      },
      answer: async ({ query }, { viewer }) => {
        const items = await evidence.list(query);
        const places = await resources.component(query.componentRef);
        const readable = places
          .filter(place => viewer.may(promotionReadPermission.name, place))
          .map(({ environment }) => environment);
        return {
          items: items.filter(
            ({ subject }) =>
              subject.type === 'release' ||
              readable.includes(subject.environment),
          ),
        };
      },
    },
  };
}
