/**
 * The literal pieces between the `*` of a wildcard; one piece more than there are stars. `\*` and `\\` stand for the characters
 * themselves. A text when it cannot be read, saying why.
 */
export const piecesOf = (text: string): string[] | string => {
  const pieces: string[] = [];
  let piece = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '*') {
      if (text[i + 1] === '*') return `has two * in a row at character ${i + 1}`;
      pieces.push(piece);
      piece = '';
    } else if (character === '\\') {
      i++;
      if (text[i] !== '*' && text[i] !== '\\') return `has a \\ before neither * nor \\ at character ${i}`;
      piece += text[i];
    } else {
      piece += character;
    }
  }
  return [...pieces, piece];
};

/**
 * Whether the value is the pieces with anything between them. Each piece is taken where it first occurs after the one before,
 * which loses nothing, so that the value is read once whatever the number of stars.
 */
export const fits = (value: string, pieces: string[]): boolean => {
  const head = pieces[0]!;
  if (pieces.length === 1) return value === head;
  const tail = pieces[pieces.length - 1]!;
  const end = value.length - tail.length;
  if (end < head.length || !value.startsWith(head) || !value.endsWith(tail)) return false;
  let at = head.length;
  for (let i = 1; i < pieces.length - 1; i++) {
    const found = value.indexOf(pieces[i]!, at);
    if (found < 0) return false;
    at = found + pieces[i]!.length;
  }
  return at <= end;
};
