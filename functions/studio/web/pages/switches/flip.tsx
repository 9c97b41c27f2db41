import { Alert, Box, Button, FormField, Input, Modal, SpaceBetween } from '@cloudscape-design/components';
import { useState } from 'react';
import { useDeed } from '../../api/use-deed.ts';
import { Problem } from '../../parts/problem.tsx';
import { visible } from '../../show/hidden.ts';
import { type Scope, scopeText } from './scope.ts';

interface Props {
  scope: Scope;
  off: boolean;
  close(): void;
}

/** Asks for the reason, and flips. Off takes a reason: the next person wants to know whether it may be on again. */
export const Flip = ({ scope, off, close }: Props) => {
  const [reason, setReason] = useState('');
  const { run, busy, problem } = useDeed('setSwitch');
  const what = visible(scopeText(scope));
  const flip = async () => {
    if (await run({ body: { scope, off, reason: reason.trim() || undefined } })) close();
  };
  return (
    <Modal
      visible
      header={`Switch ${what} ${off ? 'off' : 'on'}?`}
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Leave it
            </Button>
            <Button
              variant="primary"
              loading={busy}
              disabled={off && reason.trim() === ''}
              disabledReason="Say why: it is shown to everybody who wonders why nothing happens."
              onClick={flip}
            >
              {off ? 'Switch off' : 'Switch on'}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {off && scope.kind === 'everything' && (
          <Alert type="error">
            No alert of this environment will start anything until somebody switches it on again.
          </Alert>
        )}
        {!off && <Alert type="warning">Alerts that come from now on may change things again.</Alert>}
        <FormField label="Reason">
          <Input value={reason} onChange={({ detail }) => setReason(detail.value)} placeholder="Incident 4711" />
        </FormField>
        <Problem problem={problem} />
      </SpaceBetween>
    </Modal>
  );
};
