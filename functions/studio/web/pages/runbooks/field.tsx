import { FormField, Input, Select, Textarea } from '@cloudscape-design/components';
import { visible } from '../../show/hidden.ts';
import type { Parameter } from './schema.ts';

interface Props {
  parameter: Parameter;
  value: string;
  change(value: string): void;
  fault: string | undefined;
}

const Control = ({ parameter: { kind, choices, fallback, required }, value, change }: Props) => {
  const placeholder = fallback === undefined ? '' : visible(fallback).slice(0, 200);
  if (kind === 'choice' || kind === 'boolean') {
    const options = (choices ?? ['true', 'false']).map((one) => ({ value: one, label: one }));
    const left = { value: '', label: fallback === undefined ? (required ? 'Choose one' : 'Not given') : placeholder };
    return (
      <Select
        selectedOption={options.find((one) => one.value === value) ?? left}
        options={[left, ...options]}
        onChange={({ detail }) => change(detail.selectedOption.value ?? '')}
      />
    );
  }
  if (kind === 'json')
    return (
      <Textarea value={value} onChange={({ detail }) => change(detail.value)} placeholder={placeholder} rows={4} />
    );
  return (
    <Input
      value={value}
      onChange={({ detail }) => change(detail.value)}
      placeholder={placeholder}
      inputMode={kind === 'number' ? 'decimal' : 'text'}
      spellcheck={false}
    />
  );
};

/** One parameter to fill in. */
export const Field = (props: Props) => {
  const { name, required, description, limits, kind } = props.parameter;
  return (
    <FormField
      label={
        required ? (
          name
        ) : (
          <>
            {name} <i>- optional</i>
          </>
        )
      }
      description={description}
      constraintText={[...(kind === 'json' ? ['JSON'] : []), ...limits].join('; ').slice(0, 200) || undefined}
      errorText={props.fault}
    >
      <Control {...props} />
    </FormField>
  );
};
