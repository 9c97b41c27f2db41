import { FormField, Input } from '@cloudscape-design/components';
import { useEffect, useState } from 'react';

interface Props {
  label: string;
  placeholder: string;
  value: string | undefined;
  choose(value: string | undefined): void;
}

/** One field of a filter that is typed; it holds when the typing pauses. */
export const Typed = ({ label, placeholder, value = '', choose }: Props) => {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the pause.
  useEffect(() => {
    if (text === value) return;
    const pause = setTimeout(() => choose(text.trim() || undefined), 300);
    return () => clearTimeout(pause);
  }, [text]);
  return (
    <FormField label={label}>
      <Input type="search" value={text} placeholder={placeholder} onChange={({ detail }) => setText(detail.value)} />
    </FormField>
  );
};
