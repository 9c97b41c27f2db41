import { TopNavigation } from '@cloudscape-design/components';
import { chooseLook, type Look, useLook } from '../look.ts';
import { useMe } from '../session/me.tsx';
import { signOut } from '../session/sign-out.ts';

const looks: { id: Look; text: string }[] = [
  { id: 'system', text: 'As the system' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];

/** Where we are and who we are. */
export const Top = () => {
  const { name, roles, teams } = useMe();
  const look = useLook();
  return (
    <header id="top">
      <TopNavigation
        identity={{ href: '/', title: 'Wolfe', logo: { src: '/icon.svg', alt: '' } }}
        utilities={[
          {
            type: 'menu-dropdown',
            text: 'Look',
            items: looks.map((item) => ({ ...item, iconName: item.id === look ? 'check' : undefined })),
            onItemClick: ({ detail }) => chooseLook(detail.id as Look),
          },
          {
            type: 'menu-dropdown',
            text: name,
            description: `Roles: ${roles.join(', ') || 'none'}. Teams: ${teams.join(', ') || 'none'}.`,
            iconName: 'user-profile',
            items: [{ id: 'sign out', text: 'Sign out' }],
            onItemClick: () => void signOut().catch(() => {}),
          },
        ]}
      />
    </header>
  );
};
