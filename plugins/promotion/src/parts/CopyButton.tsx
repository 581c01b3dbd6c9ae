// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'react';
import { ButtonIcon } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';

/** Copies a text to the clipboard and says so. Shows nothing where the browser has no clipboard (plain http). */
export function CopyButton(props: {
  readonly text: string;
  readonly what: string;
}) {
  const [copied, setCopied] = useState(false);
  if (!navigator.clipboard) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setCopied(true);
  };
  return (
    <ButtonIcon
      size="small"
      variant="tertiary"
      aria-label={copied ? `Copied ${props.what}` : `Copy ${props.what}`}
      icon={copied ? <RiCheckLine /> : <RiFileCopyLine />}
      onPress={copy}
      onBlur={() => setCopied(false)}
    />
  );
}
