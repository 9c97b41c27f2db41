import { FormField, Select, type SelectProps } from '@cloudscape-design/components';

interface Props {
  label: string;
  /** What no choice means. */
  any: string;
  value: string | undefined;
  options: readonly (string | { value: string; label: string })[];
  choose(value: string | undefined): void;
}

/** One field of a filter: any, or one of some. */
export const Choice = ({ label, any, value, options, choose }: Props) => {
  const all: SelectProps.Option[] = [
    { value: '', label: any },
    ...options.map((option) => (typeof option === 'string' ? { value: option, label: option } : option)),
  ];
  const selected = all.find((option) => option.value === (value ?? '')) ?? { value, label: value };
  return (
    <FormField label={label}>
      <Select
        selectedOption={selected}
        options={all}
        onChange={({ detail }) => choose(detail.selectedOption.value || undefined)}
        filteringType={all.length > 8 ? 'auto' : 'none'}
        ariaLabel={label}
      />
    </FormField>
  );
};
