import { Box, Button, Modal, SpaceBetween, Table } from '@cloudscape-design/components';
import { useState } from 'react';
import { useDeed } from '../api/use-deed.ts';
import { useLive } from '../api/use-live.ts';
import { DeedButton } from '../parts/deed-button.tsx';
import { Nothing } from '../parts/nothing.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { Moment } from '../show/moment.tsx';
import { Plain } from '../show/plain.tsx';
import { DiffView } from './rules/diff-view.tsx';
import { setText } from './rules/files.ts';

/** What going back would change, and going back. */
const GoBack = ({ to, close }: { to: number; close(done: boolean): void }) => {
  const { answer: live } = useLive('listRules', {});
  const { answer: old, problem } = useLive('showRuleSet', { version: String(to) });
  const deed = useDeed('rollbackRules');
  const goBack = async () => {
    if (await deed.run({ body: { to } })) close(true);
  };
  return (
    <Modal
      visible
      size="large"
      header={`Bring back version ${to}?`}
      onDismiss={() => close(false)}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => close(false)}>
              Leave it
            </Button>
            <DeedButton deed="rollbackRules" variant="primary" loading={deed.busy} onClick={goBack}>
              Bring it back
            </DeedButton>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <p>It becomes a new version with the rules of version {to}; nothing of the history is lost.</p>
        {live && old && <DiffView before={setText(live.rules)} after={setText(old.rules)} />}
        <Problem problem={problem ?? deed.problem} />
      </SpaceBetween>
    </Modal>
  );
};

/** Every rule set that was live, and the way back to it. */
export default function RuleVersions() {
  const { answer, problem, again } = useLive('listRuleSets', {}, 10);
  const [to, setTo] = useState<number>();
  const live = answer?.items[0]?.version;
  return (
    <Page
      title="Versions of the rules"
      description="Each apply makes one; the whole set moves at once."
      problem={problem}
      again={again}
      waiting={!answer}
    >
      <Table
        items={answer?.items ?? []}
        trackBy={({ version }) => String(version)}
        enableKeyboardNavigation
        ariaLabels={{ tableLabel: 'Versions' }}
        columnDefinitions={[
          {
            id: 'version',
            header: 'Version',
            isRowHeader: true,
            cell: ({ version }) => (version === live ? <b>{version} (live)</b> : version),
          },
          { id: 'rules', header: 'Rules', cell: ({ rules }) => rules },
          { id: 'by', header: 'By', cell: ({ by }) => <Plain text={by} cut={60} /> },
          { id: 'at', header: 'Applied', cell: ({ at }) => <Moment at={at} /> },
          {
            id: 'back',
            header: 'What to do',
            cell: ({ version }) =>
              version !== live && (
                <DeedButton deed="rollbackRules" variant="inline-link" onClick={() => setTo(version)}>
                  {`Bring back ${version}`}
                </DeedButton>
              ),
          },
        ]}
        empty={<Nothing title="No set was applied yet">Write a rule and apply it.</Nothing>}
      />
      {to !== undefined && (
        <GoBack
          to={to}
          close={(done) => {
            setTo(undefined);
            if (done) again();
          }}
        />
      )}
    </Page>
  );
}
