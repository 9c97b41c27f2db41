import { Container, Header, StatusIndicator, Table } from '@cloudscape-design/components';
import { useState } from 'react';
import type { Switch } from '../api/nouns.ts';
import { useLive } from '../api/use-live.ts';
import { DeedButton } from '../parts/deed-button.tsx';
import { Nothing } from '../parts/nothing.tsx';
import { Page } from '../parts/page.tsx';
import { Moment } from '../show/moment.tsx';
import { Plain } from '../show/plain.tsx';
import { Flip } from './switches/flip.tsx';
import { Narrow } from './switches/narrow.tsx';
import { type Scope, scopeText } from './switches/scope.ts';

/** What is stopped, by whom and why; and stopping. */
export default function Switches() {
  const { answer, problem, again } = useLive('listSwitches', {}, 3);
  const [flipping, setFlipping] = useState<{ scope: Scope; off: boolean }>();
  const all = answer?.items.find(({ scope }) => scope.kind === 'everything');
  const others = answer?.items.filter(({ scope }) => scope.kind !== 'everything') ?? [];
  const flip = ({ scope, off }: Pick<Switch, 'scope' | 'off'>) => setFlipping({ scope, off: !off });
  return (
    <Page
      title="Kill switches"
      description="What is off starts nothing new, and steps that change things no longer begin. What a step has already asked for goes on."
      problem={problem}
      again={again}
      waiting={!answer}
    >
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <DeedButton
                deed="setSwitch"
                variant={all?.off ? 'primary' : 'normal'}
                onClick={() => flip({ scope: { kind: 'everything' }, off: all?.off ?? false })}
              >
                {all?.off ? 'Switch everything on' : 'Switch everything off'}
              </DeedButton>
            }
          >
            Everything
          </Header>
        }
      >
        {all?.off ? (
          <StatusIndicator type="error">
            Off, by <Plain text={all.by} />
            {all.reason && (
              <>
                : <Plain text={all.reason} />
              </>
            )}{' '}
            <Moment at={all.at} />
          </StatusIndicator>
        ) : (
          <StatusIndicator>On: Wolfe acts on alerts</StatusIndicator>
        )}
      </Container>
      <Narrow choose={(scope) => setFlipping({ scope, off: true })} />
      <Table
        items={others}
        trackBy={({ scope }) => scopeText(scope)}
        enableKeyboardNavigation
        wrapLines
        header={<Header variant="h2">One rule, runbook or target</Header>}
        ariaLabels={{ tableLabel: 'Switches' }}
        columnDefinitions={[
          { id: 'what', header: 'What', isRowHeader: true, cell: ({ scope }) => <Plain text={scopeText(scope)} /> },
          {
            id: 'state',
            header: 'State',
            cell: ({ off }) => <StatusIndicator type={off ? 'error' : 'success'}>{off ? 'off' : 'on'}</StatusIndicator>,
          },
          { id: 'reason', header: 'Reason', cell: ({ reason }) => reason && <Plain text={reason} /> },
          { id: 'by', header: 'By', cell: ({ by }) => <Plain text={by} cut={60} /> },
          { id: 'at', header: 'Since', cell: ({ at }) => <Moment at={at} /> },
          {
            id: 'flip',
            header: 'What to do',
            cell: (one) => (
              <DeedButton deed="setSwitch" variant="inline-link" onClick={() => flip(one)}>
                {one.off ? 'Switch on' : 'Switch off'}
              </DeedButton>
            ),
          },
        ]}
        empty={<Nothing title="No other switch was ever set">Everything follows the one above.</Nothing>}
      />
      {flipping && (
        <Flip
          {...flipping}
          close={() => {
            setFlipping(undefined);
            again();
          }}
        />
      )}
    </Page>
  );
}
