const graphemes = new Intl.Segmenter();
/** Emoji, and the scripts whose characters take two columns. */
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6])/u;

const pieces = (text: string): string[] => [...graphemes.segment(text)].map(({ segment }) => segment);
const columnsOf = (piece: string): number => (wide.test(piece) ? 2 : 1);

/** Columns that a text takes in a terminal. */
export const width = (text: string): number => pieces(text).reduce((columns, piece) => columns + columnsOf(piece), 0);

/** The text in just so many columns: cut with an ellipsis, or filled up. */
export const fitted = (text: string, columns: number): string => {
  const missing = columns - width(text);
  if (missing >= 0) return text + ' '.repeat(missing);
  let kept = '';
  let used = 0;
  for (const piece of pieces(text)) {
    if (used + columnsOf(piece) > columns - 1) break;
    kept += piece;
    used += columnsOf(piece);
  }
  return `${kept}…${' '.repeat(columns - used - 1)}`;
};
