import { FormField, Select, SpaceBetween, Textarea } from '@cloudscape-design/components';
import { useEffect, useState } from 'react';
import { ask } from '../../api/ask.ts';
import type { Alert } from '../../api/nouns.ts';
import { asProblem } from '../../api/problem.ts';
import { visible } from '../../show/hidden.ts';
import { restMs } from '../rules/use-checked.ts';

interface Reading {
  alerts: Alert[];
  /** Why there is none. */
  fault?: string;
}

const readPayload = async (body: string, signal: AbortSignal): Promise<Reading> => {
  const { alerts, aside } = await ask('readAlerts', { body: { body } }, signal);
  return { alerts, fault: alerts.length === 0 ? (aside[0]?.reason ?? 'There is no alert in it.') : undefined };
};

const label = ({ name, labels }: Alert): string =>
  visible(`${name} ${Object.values(labels).slice(0, 3).join(' ')}`).slice(0, 100);

/** A payload as its sender would send it; which of its alerts, when there are several. */
export const Pasted = ({ choose }: { choose(alert: Alert | undefined): void }) => {
  const [body, setBody] = useState('');
  const [{ alerts, fault }, setReading] = useState<Reading>({ alerts: [] });
  const [index, setIndex] = useState(0);
  useEffect(() => {
    if (body.trim() === '') return setReading({ alerts: [] });
    const stop = new AbortController();
    const rest = setTimeout(() => {
      readPayload(body, stop.signal).then(
        (reading) => {
          setReading(reading);
          setIndex(0);
        },
        (error) => {
          if (!stop.signal.aborted) setReading({ alerts: [], fault: asProblem(error).message });
        },
      );
    }, restMs);
    return () => {
      clearTimeout(rest);
      stop.abort();
    };
  }, [body]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the one who asks is told of another alert only.
  useEffect(() => choose(alerts[index]), [alerts, index]);
  return (
    <SpaceBetween size="s">
      <FormField
        label="Payload"
        description="As Alertmanager, CloudWatch, PagerDuty or another sender sends it. It is read, and goes nowhere."
        errorText={fault}
      >
        <Textarea value={body} onChange={({ detail }) => setBody(detail.value)} rows={8} spellcheck={false} />
      </FormField>
      {alerts.length > 1 && (
        <FormField label="Which of its alerts">
          <Select
            selectedOption={{ value: String(index), label: label(alerts[index] ?? alerts[0]!) }}
            options={alerts.map((alert, at) => ({ value: String(at), label: label(alert) }))}
            onChange={({ detail }) => setIndex(Number(detail.selectedOption.value))}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
};
