// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { countChanges, parseDiff } from './parseDiff';

const diff = `--- a/apps/checkout/staging/kustomization.yaml
+++ b/apps/checkout/staging/kustomization.yaml
@@ -3,5 +3,5 @@
 images:
   - name: registry.example/acme/checkout
-    newTag: 2.3.0
+    newTag: 2.4.0
 resources:
\\ No newline at end of file
`;

describe('parseDiff', () => {
  it('numbers lines on both sides and drops file headers', () => {
    expect(parseDiff(diff)).toEqual([
      {
        header: '@@ -3,5 +3,5 @@',
        lines: [
          { kind: 'context', text: 'images:', before: 3, after: 3 },
          {
            kind: 'context',
            text: '  - name: registry.example/acme/checkout',
            before: 4,
            after: 4,
          },
          { kind: 'removed', text: '    newTag: 2.3.0', before: 5 },
          { kind: 'added', text: '    newTag: 2.4.0', after: 5 },
          { kind: 'context', text: 'resources:', before: 6, after: 6 },
        ],
      },
    ]);
  });

  it('keeps a removed line that itself begins with dashes', () => {
    const [hunk] = parseDiff('@@ -1 +1 @@\n---\n+x\n');
    expect(hunk?.lines).toEqual([
      { kind: 'removed', text: '--', before: 1 },
      { kind: 'added', text: 'x', after: 1 },
    ]);
  });

  it('reads hunks that name a place instead of line numbers', () => {
    const hunks = parseDiff(
      '--- a/x\n+++ b/x\n@@ images acme/checkout @@\n-    newTag: 1\n+    newTag: 2\n',
    );
    expect(hunks).toEqual([
      {
        header: '@@ images acme/checkout @@',
        lines: [
          { kind: 'removed', text: '    newTag: 1' },
          { kind: 'added', text: '    newTag: 2' },
        ],
      },
    ]);
    expect(countChanges(hunks)).toEqual({ added: 1, removed: 1 });
  });

  it('counts what comes and goes, and finds nothing in nothing', () => {
    expect(countChanges(parseDiff(diff))).toEqual({ added: 1, removed: 1 });
    expect(parseDiff('')).toEqual([]);
  });
});
