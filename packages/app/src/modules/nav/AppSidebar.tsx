// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
} from '@backstage/core-components';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import { UserSettingsSignInAvatar } from '@backstage/plugin-user-settings';
import { RiFlaskLine, RiMenuLine } from '@remixicon/react';
import { SidebarLogo } from './SidebarLogo';
import { SignOutItem } from './SignOutItem';

const SandboxIcon = () => <RiFlaskLine />;

/** The sidebar: the catalog first, then the pages of all plugins, then who is signed in. */
export function AppSidebar(props: {
  navItems: NavContentComponentProps['navItems'];
  /** Address of the sandbox's control page; without it no link is shown. */
  sandboxUrl: string | undefined;
}) {
  const nav = props.navItems.withComponent(item => (
    <SidebarItem icon={() => item.icon} to={item.href} text={item.title} />
  ));
  const settings = nav.take('page:user-settings');

  return (
    <Sidebar>
      <SidebarLogo />
      <SidebarDivider />
      <SidebarGroup label="Menu" icon={<RiMenuLine />}>
        {nav.take('page:catalog')}
        {nav.take('page:promotion')}
        <SidebarScrollWrapper>
          {nav.rest({ sortBy: 'title' })}
        </SidebarScrollWrapper>
      </SidebarGroup>
      <SidebarSpace />
      <SidebarDivider />
      {props.sandboxUrl !== undefined && (
        <SidebarItem icon={SandboxIcon} to={props.sandboxUrl} text="Sandbox" />
      )}
      <SidebarGroup
        label="Settings"
        icon={<UserSettingsSignInAvatar />}
        to="/settings"
      >
        <SignOutItem />
        {settings}
      </SidebarGroup>
    </Sidebar>
  );
}
