import { Plain } from '../../show/plain.tsx';
import { diff, type Line } from './diff.ts';

/** Lines around a change that are shown with it. */
const around = 3;
const signs = { same: ' ', added: '+', removed: '-' } as const;

const near = (lines: Line[], index: number): boolean =>
  lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same');

/** What would change, as people know it from their version control. */
export const DiffView = ({ before, after }: { before: string; after: string }) => {
  const lines = diff(before, after);
  if (lines.every(({ kind }) => kind === 'same')) return <p>Nothing would change.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which the keyboard must reach.
    <section className="diff" aria-label="Changes" tabIndex={0}>
      {lines.map((line, index) =>
        near(lines, index) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity.
          <div key={index} className={line.kind}>
            {signs[line.kind]} <Plain text={line.text} />
          </div>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity.
          near(lines, index - 1) && <div key={index}>…</div>
        ),
      )}
    </section>
  );
};
