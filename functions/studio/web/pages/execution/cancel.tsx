import { Box, Button, FormField, Input, Modal, SpaceBetween } from '@cloudscape-design/components';
import { useState } from 'react';
import type { Execution } from '../../api/nouns.ts';
import { useDeed } from '../../api/use-deed.ts';
import { DeedButton } from '../../parts/deed-button.tsx';
import { Problem } from '../../parts/problem.tsx';

/** Stops a run, after asking whether that is meant. */
export const Cancel = ({ execution, again }: { execution: Execution; again(): void }) => {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const { run, busy, problem } = useDeed('cancelExecution');
  if (execution.status !== 'running') return undefined;
  const cancel = async () => {
    const done = await run({ execution: execution.execution, body: { reason: reason.trim() || undefined } });
    if (done) setAsking(false);
    again();
  };
  return (
    <>
      <DeedButton deed="cancelExecution" onClick={() => setAsking(true)}>
        Cancel the run
      </DeedButton>
      {asking && (
        <Modal
          visible
          header="Cancel this run?"
          onDismiss={() => setAsking(false)}
          footer={
            <Box float="right">
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" onClick={() => setAsking(false)}>
                  Let it run
                </Button>
                <Button variant="primary" loading={busy} onClick={cancel}>
                  Cancel the run
                </Button>
              </SpaceBetween>
            </Box>
          }
        >
          <SpaceBetween size="m">
            <p>No further step begins. What the step at work has already asked for is not taken back.</p>
            <FormField label="Reason" description="Optional; kept in the audit.">
              <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
            </FormField>
            <Problem problem={problem} />
          </SpaceBetween>
        </Modal>
      )}
    </>
  );
};
