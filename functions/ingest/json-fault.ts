/** One token of JSON, or white space before it. */
const token =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** What may follow: a value, a key, or what comes after one of them. */
type Wanted = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or }' | ', or ]' | 'the end';

/**
 * Where a text stops being JSON, from 1, and what should have stood there; for a text that JSON.parse refuses. JSON.parse itself
 * tells the place of only some faults.
 */
export const jsonFault = (text: string): { line: number; column: number; wanted: Wanted } => {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  let offset = 0;
  const afterValue = (): Wanted => (open.length === 0 ? 'the end' : open.at(-1) === '{' ? ', or }' : ', or ]');

  for (;;) {
    token.lastIndex = offset;
    const [whole, mark, string, literal] = token.exec(text) ?? [];
    const wantsValue = wanted === 'value' || wanted === 'value or ]';
    const wantsKey = wanted === 'key' || wanted === 'key or }';
    if (whole === undefined) break;
    if (wantsValue && (mark === '{' || mark === '[')) {
      open.push(mark);
      wanted = mark === '{' ? 'key or }' : 'value or ]';
    } else if (wantsValue && (string !== undefined || literal !== undefined)) wanted = afterValue();
    else if (wantsKey && string !== undefined) wanted = ':';
    else if (wanted === ':' && mark === ':') wanted = 'value';
    else if ((wanted === 'key or }' || wanted === ', or }') && mark === '}') {
      open.pop();
      wanted = afterValue();
    } else if ((wanted === 'value or ]' || wanted === ', or ]') && mark === ']') {
      open.pop();
      wanted = afterValue();
    } else if (wanted === ', or }' && mark === ',') wanted = 'key';
    else if (wanted === ', or ]' && mark === ',') wanted = 'value';
    else break;
    offset += whole.length;
  }
  const at = offset + /^[ \t\n\r]*/.exec(text.slice(offset))![0].length;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1, wanted };
};
