// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { SidebarItem } from '@backstage/core-components';
import {
  errorApiRef,
  identityApiRef,
  useApi,
} from '@backstage/core-plugin-api';
import { RiLogoutBoxRLine } from '@remixicon/react';

const SignOutIcon = () => <RiLogoutBoxRLine />;

/** Signs out, which leads back to the sign-in page: how one plays several people in the demo. */
export function SignOutItem() {
  const identityApi = useApi(identityApiRef);
  const errorApi = useApi(errorApiRef);
  return (
    <SidebarItem
      icon={SignOutIcon}
      text="Sign out"
      onClick={() => {
        identityApi.signOut().catch(error => errorApi.post(error));
      }}
    />
  );
}
