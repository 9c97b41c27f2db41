import { Ago } from '../show/moment.tsx';

interface Props {
  /** How many decisions were counted. */
  decisions: number;
  /** ISO: how far back they go. */
  since: string;
  /** There are more than one answer looks over. */
  truncated: boolean;
}

/** What the API's counts of late are counts of. */
export const CountedOver = ({ decisions, since, truncated }: Props) =>
  truncated ? (
    <>
      Counted over the latest {decisions} decisions, back to <Ago at={since} />; there are more.
    </>
  ) : (
    <>Counted over the last 7 days.</>
  );
