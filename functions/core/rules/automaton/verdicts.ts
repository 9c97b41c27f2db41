/** Remembers the verdicts of predicates on one event, so that each is found once at most. */
export const verdicts = (predicates: number, judge: (predicate: number) => boolean) => {
  // Twice the number of the event that a verdict is about, plus one when the predicate held.
  const known = new Int32Array(predicates);
  let event = 0;
  return {
    /** Starts on another event. */
    forget(): void {
      if (event === 2 ** 30 - 1) {
        known.fill(0);
        event = 0;
      }
      event++;
    },
    ask(predicate: number): boolean {
      const verdict = known[predicate]!;
      if (verdict >> 1 === event) return (verdict & 1) === 1;
      const held = judge(predicate);
      known[predicate] = (event << 1) | Number(held);
      return held;
    },
  };
};
