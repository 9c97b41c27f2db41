/** Results kept at most; the oldest go first. */
const kept = 200;

/**
 * Keeps what a lookup of something immutable found, by its arguments. What was not there, or failed, is looked up again.
 */
export const remembered = <Args extends (string | number)[], Result>(
  look: (...args: Args) => Promise<Result>,
): ((...args: Args) => Promise<Result>) => {
  const results = new Map<string, Result>();
  return async (...args) => {
    const key = JSON.stringify(args);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = await look(...args);
    if (result !== undefined) results.set(key, result);
    if (results.size > kept) results.delete(results.keys().next().value!);
    return result;
  };
};
