import { Link } from '@cloudscape-design/components';
import { Nothing } from './nothing.tsx';
import { Page } from './page.tsx';

/** An address that is no page. */
export const Nowhere = ({ path }: { path: string }) => (
  <Page title="There is no such page">
    <Nothing title={`Nothing is at ${path.slice(0, 100)}`}>
      <Link href="/executions">See the executions</Link>
    </Nothing>
  </Page>
);
