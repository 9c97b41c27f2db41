import { Choice } from './choice.tsx';

const spans = [
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];

/** The field of a filter that says how far back. */
export const Since = ({ value, choose }: { value: string | undefined; choose(value: string | undefined): void }) => (
  <Choice label="Time" any="Any time" value={value} options={spans} choose={choose} />
);
