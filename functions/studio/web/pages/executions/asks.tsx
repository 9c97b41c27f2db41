import { Alert, Link } from '@cloudscape-design/components';
import type { OpenApproval } from '../../../contract.ts';
import { linkTo } from '../../router/link-to.ts';
import { Ago } from '../../show/moment.tsx';
import { Plain } from '../../show/plain.tsx';

/** Runs that cannot go on without somebody's answer. */
export const Asks = ({ asks }: { asks: OpenApproval[] }) => {
  if (asks.length === 0) return undefined;
  return (
    <Alert
      type="warning"
      header={asks.length === 1 ? 'A run waits for people' : `${asks.length} runs wait for people`}
      dismissible={false}
    >
      <ul>
        {asks.slice(0, 10).map(({ execution, step, runbook, target, expiresAt, mine }) => (
          <li key={`${execution}/${step}`}>
            <Link href={linkTo.execution(execution)}>{mine ? 'Answer' : 'See'}</Link>: may{' '}
            <Plain text={runbook} cut={80} /> do “<Plain text={step} cut={80} />”{target && <> on </>}
            {target && <Plain text={target} cut={120} />}? Until <Ago at={expiresAt} />.
          </li>
        ))}
      </ul>
    </Alert>
  );
};
