/** No sender nests deeper; a body that does is an attack on whoever walks it. */
const maxDepth = 64;

/** Whether brackets nest deeper than allowed, told from the text alone, before anything is built of it. */
const tooDeep = (json: string): boolean => {
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case 0x22: // A string: on to its closing quote.
        for (i++; i < json.length && json.charCodeAt(i) !== 0x22; i++) if (json.charCodeAt(i) === 0x5c) i++;
        break;
      case 0x5b:
      case 0x7b:
        if (++depth > maxDepth) return true;
        break;
      case 0x5d:
      case 0x7d:
        depth--;
    }
  }
  return false;
};

/** Integers that a double cannot hold, as ids of some senders are, stay the digits they were sent as. */
const keepDigits = (_key: string, value: unknown, context: { source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? '')
    ? context.source
    : value;

type Reviver = (this: unknown, key: string, value: unknown) => unknown;

/** JSON without loss of digits; of a key given twice the last counts. An answer without `value` says why there is none. */
export const parseJson = (json: string): { value: unknown } | { fault: string } => {
  if (tooDeep(json)) return { fault: `nested more than ${maxDepth} deep` };
  try {
    return { value: /\d{16}/.test(json) ? JSON.parse(json, keepDigits as Reviver) : JSON.parse(json) };
  } catch {
    return { fault: 'not JSON' };
  }
};
