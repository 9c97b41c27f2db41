import { Container, FormField, Header, Input, Select } from '@cloudscape-design/components';
import { useState } from 'react';
import { useLive } from '../../api/use-live.ts';
import { DeedButton } from '../../parts/deed-button.tsx';
import type { Scope } from './scope.ts';

const kinds = ['rule', 'runbook', 'target'] as const;
type Kind = (typeof kinds)[number];
const options = kinds.map((kind) => ({ value: kind, label: kind }));

/** Chooses one rule, runbook or target to switch off. */
export const Narrow = ({ choose }: { choose(scope: Scope): void }) => {
  const [kind, setKind] = useState<Kind>('rule');
  const [name, setName] = useState('');
  const rules = useLive('listRules', {}).answer?.rules.map((rule) => rule.name) ?? [];
  const runbooks = useLive('listRunbooks', {}).answer?.items.map(({ runbook }) => runbook) ?? [];
  const known = kind === 'rule' ? rules : runbooks;
  return (
    <Container header={<Header variant="h2">Switch one thing off</Header>}>
      <div className="filters">
        <FormField label="Kind">
          <Select
            selectedOption={options.find(({ value }) => value === kind) ?? null}
            options={options}
            onChange={({ detail }) => {
              setKind(detail.selectedOption.value as Kind);
              setName('');
            }}
            ariaLabel="Kind"
          />
        </FormField>
        <FormField label="Name">
          {kind === 'target' ? (
            <Input value={name} placeholder="ec2:i-0abc" onChange={({ detail }) => setName(detail.value)} />
          ) : (
            <Select
              selectedOption={name ? { value: name, label: name } : null}
              options={known.map((one) => ({ value: one, label: one }))}
              placeholder={`Choose a ${kind}`}
              filteringType="auto"
              onChange={({ detail }) => setName(detail.selectedOption.value ?? '')}
              ariaLabel="Name"
            />
          )}
        </FormField>
        <div>
          <DeedButton
            deed="setSwitch"
            against={name.trim() ? undefined : 'Choose what to switch off first.'}
            onClick={() => choose({ kind, name: name.trim() })}
          >
            Switch off
          </DeedButton>
        </div>
      </div>
    </Container>
  );
};
