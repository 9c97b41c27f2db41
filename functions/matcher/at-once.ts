/**
 * Does something with each item, at most so many at once, to the end.
 * @throws the first error, after all others were done.
 */
export const atOnce = async <T>(most: number, items: readonly T[], act: (item: T) => Promise<void>): Promise<void> => {
  const errors: unknown[] = [];
  const waiting = items.values();
  const work = async (): Promise<void> => {
    // One iterator for all workers: each takes the next that is waiting.
    for (const item of waiting) await act(item).catch((error: unknown) => void errors.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  if (errors.length > 0) throw errors[0];
};
