import { Container, Form, SpaceBetween } from '@cloudscape-design/components';
import { type FormEvent, useState } from 'react';
import type { WholeRunbook } from '../../../contract.ts';
import { useDeed } from '../../api/use-deed.ts';
import { DeedButton } from '../../parts/deed-button.tsx';
import { Problem } from '../../parts/problem.tsx';
import { linkTo } from '../../router/link-to.ts';
import { go } from '../../router/place.ts';
import { Field } from './field.tsx';
import { given } from './given.ts';
import { parametersOf } from './schema.ts';

/** A form made of the runbook's schema. Planning looks only; running goes all the way. */
export const RunForm = ({ runbook: { manifest } }: { runbook: WholeRunbook }) => {
  const [fields, setFields] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  // The same until something is changed: pressing twice runs once.
  const [idempotencyKey, setKey] = useState(() => crypto.randomUUID());
  const { run, busy, problem } = useDeed('runRunbook');
  const parameters = parametersOf(manifest.params);
  const { params, faults } = given(parameters, fields);
  const remediates = manifest.steps.some(({ kind }) => kind === 'remediate');

  const start = async (mode: 'plan' | 'auto') => {
    setTried(true);
    if (Object.keys(faults).length > 0) return;
    const done = await run({
      runbook: manifest.runbook,
      body: { params, mode, idempotencyKey: `${mode} ${idempotencyKey}` },
    });
    if (done) go(linkTo.execution(done.execution));
  };
  const change = (name: string) => (value: string) => {
    setFields((old) => ({ ...old, [name]: value }));
    setKey(crypto.randomUUID());
  };
  return (
    <form onSubmit={(event: FormEvent) => event.preventDefault()}>
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <DeedButton deed="runRunbook" formAction="none" loading={busy} onClick={() => start('plan')}>
              Plan
            </DeedButton>
            <DeedButton
              deed="runRunbook"
              owner={remediates ? manifest.owner : undefined}
              formAction="none"
              variant="primary"
              loading={busy}
              onClick={() => start('auto')}
            >
              Run it now
            </DeedButton>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          <Container>
            <SpaceBetween size="l">
              {parameters.map((parameter) => (
                <Field
                  key={parameter.name}
                  parameter={parameter}
                  value={fields[parameter.name] ?? ''}
                  change={change(parameter.name)}
                  fault={tried ? faults[parameter.name] : undefined}
                />
              ))}
              {parameters.length === 0 && <p>It takes no parameters.</p>}
            </SpaceBetween>
          </Container>
          <p className="faint">
            A plan runs the steps that only look, and shows what the others would do.
            {remediates && ' Running it changes things at once: nobody else is asked.'}
          </p>
          <Problem problem={problem} />
        </SpaceBetween>
      </Form>
    </form>
  );
};
