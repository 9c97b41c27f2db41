/** Characters that change how a text looks without being seen: controls, bidi overrides and isolates, zero widths, tags, line separators. */
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;

/** What stands for such a character. */
const nameOf = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

/** A piece of a text: as it is, or the name of a character that would not be seen. */
export type Piece = { text: string } | { hidden: string };

/** Cuts a text at the characters that are not seen. */
export const pieces = (text: string): Piece[] => {
  if (!hidden.test(text)) return [{ text }];
  return text
    .split(new RegExp(`(${hidden.source})`, 'u'))
    .map((part, index) => (index % 2 === 1 ? { hidden: nameOf(part) } : { text: part }))
    .filter((piece) => !('text' in piece) || piece.text !== '');
};

/** The text for where only text can be, such as a title: nothing hidden is left in it. */
export const visible = (text: string): string =>
  pieces(text)
    .map((piece) => ('text' in piece ? piece.text : `[${piece.hidden}]`))
    .join('');
