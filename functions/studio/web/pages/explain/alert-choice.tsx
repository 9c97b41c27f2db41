import { FormField, Select, SpaceBetween, Tabs } from '@cloudscape-design/components';
import { useEffect, useState } from 'react';
import type { Alert, Decision } from '../../api/nouns.ts';
import { useLive } from '../../api/use-live.ts';
import { visible } from '../../show/hidden.ts';
import { Pasted } from './pasted.tsx';

type Choose = (alert: Alert | undefined) => void;

const option = ({ id, alert, kind, receivedAt }: Decision) => ({
  value: id,
  label: visible(alert!.name).slice(0, 80),
  description: `${kind}, ${receivedAt.slice(0, 19).replace('T', ' ')} UTC`,
});

/** One of the latest alerts. */
const Stored = ({ first, choose }: { first: string | undefined; choose: Choose }) => {
  const { answer } = useLive('listDecisions', { query: { limit: 100 } });
  const { answer: named } = useLive('showDecision', first ? { decision: first } : undefined);
  const [id, setId] = useState(first);
  const decisions = [...(named ? [named] : []), ...(answer?.items ?? []).filter((one) => one.id !== named?.id)].filter(
    ({ alert }) => alert,
  );
  const chosen = decisions.find((one) => one.id === id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once it is known.
  useEffect(() => choose(chosen?.alert), [chosen?.id]);
  return (
    <FormField label="Alert">
      <Select
        selectedOption={chosen ? option(chosen) : null}
        options={decisions.map(option)}
        onChange={({ detail }) => setId(detail.selectedOption.value)}
        placeholder="Choose one of the latest alerts"
        empty="No alert has come in yet. Paste one."
        filteringType="auto"
        ariaLabel="Alert"
      />
    </FormField>
  );
};

/** The alert that rules are held against: one that came in, or one that is pasted. */
export const AlertChoice = ({ first, choose }: { first?: string; choose: Choose }) => (
  <SpaceBetween size="s">
    <Tabs
      ariaLabel="Which alert"
      onChange={() => choose(undefined)}
      tabs={[
        { id: 'stored', label: 'One that came in', content: <Stored first={first} choose={choose} /> },
        { id: 'pasted', label: 'Paste one', content: <Pasted choose={choose} /> },
      ]}
    />
  </SpaceBetween>
);
