/**
 * Texts of alerts are written by strangers. Control characters (escape sequences of the terminal among them), bidirectional overrides
 * and invisible characters are shown as escapes, so that what a person reads is what is there.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string => {
  const code = character.codePointAt(0)!;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
};

/** A stranger's text on one line, harmless to a terminal. */
export const plain = (text: string): string => text.replace(/\r?\n|\r/g, ' ⏎ ').replace(unseen, escaped);

/** A stranger's text with its line breaks and tabs, otherwise harmless to a terminal. */
export const plainLines = (text: string): string[] =>
  text.split(/\r?\n|\r/).map((line) => line.replace(/\t/g, '  ').replace(unseen, escaped));

/** JSON of a value; every character that a terminal could obey is a JSON escape, which means the same to a program. */
export const plainJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(unseen, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
          .join(''),
  );
