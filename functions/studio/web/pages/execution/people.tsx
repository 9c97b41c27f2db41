import { ColumnLayout, Container, Header, StatusIndicator } from '@cloudscape-design/components';
import type { WholeExecution } from '../../../contract.ts';
import { Moment } from '../../show/moment.tsx';
import { Plain } from '../../show/plain.tsx';

const Told = ({ told }: Pick<WholeExecution, 'told'>) => {
  const channels = Object.entries(told);
  if (channels.length === 0) return <p className="faint">Nobody was told yet.</p>;
  return (
    <ul className="marked">
      {channels.map(([channel, { at, ref, error }]) => (
        <li key={channel}>
          <StatusIndicator type={error ? 'error' : 'success'} iconAriaLabel={error ? 'not told' : 'told'}>
            {''}
          </StatusIndicator>
          <b>{channel}</b>
          <span>
            <Plain text={error ?? ref ?? 'told'} /> <Moment at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
};

const Answers = ({ approvals }: Pick<WholeExecution, 'approvals'>) =>
  approvals.map(
    ({ step, reply, votes }) =>
      reply && (
        <div key={step}>
          <p>
            “{step}” was <b>{reply.approved ? 'approved' : 'denied'}</b> by{' '}
            <Plain text={reply.by.join(', ') || 'nobody'} />.
          </p>
          {votes.map(
            ({ by, reason }) =>
              reason && (
                <p key={by}>
                  <Plain text={by} />: <Plain text={reason} />
                </p>
              ),
          )}
        </div>
      ),
  );

/** Who was told, who answered, and what people did to the run. */
export const People = ({ whole: { told, approvals, deeds } }: { whole: WholeExecution }) => (
  <Container header={<Header variant="h2">People</Header>}>
    <ColumnLayout columns={2} variant="text-grid">
      <div>
        <h3 className="faint">Told</h3>
        <Told told={told} />
      </div>
      <div>
        <h3 className="faint">What people did</h3>
        <Answers approvals={approvals} />
        {deeds.length === 0 && <p className="faint">Nothing.</p>}
        {deeds.map(({ at, by, what }) => (
          <p key={`${at} ${by} ${what}`}>
            <Plain text={by} /> {what} <Moment at={at} />
          </p>
        ))}
      </div>
    </ColumnLayout>
  </Container>
);
