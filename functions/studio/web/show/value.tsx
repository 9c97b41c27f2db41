import { Plain } from './plain.tsx';

interface Pointer {
  $pointer: { key: string; bytes: number };
}

const isPointer = (value: unknown): value is Pointer =>
  typeof value === 'object' && value !== null && '$pointer' in value && Object.keys(value).length === 1;

/** Any JSON value as a person can read it. */
export const Value = ({ value }: { value: unknown }) => {
  if (value === undefined) return <span className="faint">nothing</span>;
  if (isPointer(value))
    return (
      <span>
        {Math.round(value.$pointer.bytes / 1024)} KB, kept in the bundles bucket as <Plain text={value.$pointer.key} />
      </span>
    );
  if (typeof value === 'string') return <Text text={value} />;
  return <Text text={JSON.stringify(value, null, 2)} />;
};

/** A text of several lines, in the type of a terminal. */
export const Text = ({ text }: { text: string }) => (
  <pre className="block">
    <Plain text={text} />
  </pre>
);
