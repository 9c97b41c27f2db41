import { useNow } from './now.ts';
import { inWords } from './span.ts';

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** A moment by its distance from now, and exactly where the pointer rests. */
export const Ago = ({ at }: { at: string }) => {
  const now = useNow();
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>{at}</span>;
  const distance = now - moment;
  return (
    <time dateTime={at} title={`${exact.format(moment)} (${at})`}>
      {distance >= 0
        ? `${distance < 1000 ? 'just now' : `${inWords(Math.floor(distance / 1000) * 1000)} ago`}`
        : `in ${inWords(Math.ceil(-distance / 1000) * 1000)}`}
    </time>
  );
};

/** A moment exactly, with its distance. */
export const Moment = ({ at }: { at: string }) => (
  <span>
    {Number.isNaN(Date.parse(at)) ? '' : exact.format(Date.parse(at))}{' '}
    <span className="faint">
      (<Ago at={at} />)
    </span>
  </span>
);

/** How long something took, or has been taking. */
export const Took = ({ from, to }: { from: string; to?: string }) => {
  const now = useNow();
  return (
    <span className="number">
      {inWords((to === undefined ? Math.max(now, Date.parse(from)) : Date.parse(to)) - Date.parse(from))}
    </span>
  );
};
