import { SideNavigation } from '@cloudscape-design/components';
import { useMe } from '../session/me.tsx';

/** The way to every list. */
export const Navigation = ({ section }: { section: string }) => (
  <SideNavigation
    header={{ text: `Studio · ${useMe().environment}`, href: '/' }}
    activeHref={section}
    items={[
      {
        type: 'section-group',
        title: 'What happened',
        items: [
          { type: 'link', text: 'Executions', href: '/executions' },
          { type: 'link', text: 'Decisions', href: '/decisions' },
          { type: 'link', text: 'Unmatched alerts', href: '/unmatched' },
        ],
      },
      {
        type: 'section-group',
        title: 'What may happen',
        items: [
          { type: 'link', text: 'Rules', href: '/rules' },
          { type: 'link', text: 'Explain an alert', href: '/explain' },
          { type: 'link', text: 'Runbooks', href: '/runbooks' },
          { type: 'link', text: 'Kill switches', href: '/switches' },
        ],
      },
    ]}
  />
);
