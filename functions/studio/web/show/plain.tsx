import { Button } from '@cloudscape-design/components';
import { useMemo, useState } from 'react';
import { pieces } from './hidden.ts';

const Pieces = ({ text }: { text: string }) =>
  useMemo(
    () =>
      pieces(text).map((piece, index) =>
        'text' in piece ? (
          piece.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move.
          <span className="hidden-character" key={index} title="A character that is not seen">
            {piece.hidden}
          </span>
        ),
      ),
    [text],
  );

/** Characters of a value that are shown at first. */
const usual = 400;

/**
 * A text that came from outside: shown as text only, set apart from the direction of what is around it, with characters that are not
 * seen named, and cut when it is long.
 * @param cut where there is no room for more, such as a table's cell; without it the reader can ask for all of it.
 */
export const Plain = ({ text, cut }: { text: string; cut?: number }) => {
  const [all, setAll] = useState(false);
  const limit = cut ?? usual;
  if (text.length <= limit)
    return (
      <bdi className="plain">
        <Pieces text={text} />
      </bdi>
    );
  if (cut !== undefined)
    return (
      <bdi className="plain">
        <Pieces text={text.slice(0, limit)} />…
      </bdi>
    );
  return (
    <>
      <bdi className={all ? 'plain plain-long' : 'plain'}>
        <Pieces text={all ? text : `${text.slice(0, limit)}…`} />
      </bdi>{' '}
      <Button variant="inline-link" onClick={() => setAll(!all)} ariaExpanded={all}>
        {all ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
      </Button>
    </>
  );
};
