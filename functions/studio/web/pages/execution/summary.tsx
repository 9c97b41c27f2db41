import { Container, KeyValuePairs, type KeyValuePairsProps, Link, SpaceBetween } from '@cloudscape-design/components';
import type { Execution } from '../../api/nouns.ts';
import { linkTo } from '../../router/link-to.ts';
import { Mode } from '../../show/badges.tsx';
import { Moment, Took } from '../../show/moment.tsx';
import { Plain } from '../../show/plain.tsx';
import { Standing } from '../../show/standing.tsx';
import { Text } from '../../show/value.tsx';

const cause = ({ cause: by }: Execution) =>
  'person' in by ? (
    <>
      Run by <Plain text={by.person} />
    </>
  ) : (
    <Link href={linkTo.decision(by.decision)}>A decision on an alert</Link>
  );

const facts = (one: Execution): KeyValuePairsProps.Pair[] => [
  { label: 'Runbook', value: <Link href={linkTo.runbook(one.runbook)}>{one.runbook}</Link> },
  { label: 'Version', value: <code title={one.digest}>{one.digest.slice(0, 12)}</code> },
  { label: 'Rule', value: one.rule ? <Link href={linkTo.rule(one.rule)}>{one.rule}</Link> : 'None: run by hand' },
  { label: 'Mode', value: <Mode mode={one.mode} /> },
  { label: 'Cause', value: cause(one) },
  { label: 'Started', value: <Moment at={one.startedAt} /> },
  { label: 'Alert cleared', value: one.clearedAt ? <Moment at={one.clearedAt} /> : 'Not heard yet' },
];

/** What a run is, in one look. */
export const Summary = ({ execution, waits }: { execution: Execution; waits: boolean }) => (
  <Container>
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Status', value: <Standing execution={execution} waits={waits} /> },
          { label: 'Took', value: <Took from={execution.startedAt} to={execution.endedAt} /> },
          ...facts(execution),
        ]}
      />
      <KeyValuePairs
        items={[{ label: 'Target', value: execution.target ? <Plain text={execution.target} /> : 'None' }]}
      />
      {execution.error && <Text text={`${execution.error.name}: ${execution.error.cause}`} />}
      {execution.outcome?.kind === 'nothing to do' && <Plain text={execution.outcome.reason} />}
      {execution.outcome?.kind === 'denied' && execution.outcome.reason && <Plain text={execution.outcome.reason} />}
    </SpaceBetween>
  </Container>
);
