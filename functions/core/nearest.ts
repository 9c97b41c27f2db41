/** How many letters must be added, removed or changed to make one word of the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
};

/** The known word that a writer most likely meant, for “did you mean”; none when no word is near. */
export const nearest = (written: string, known: Iterable<string>): string | undefined => {
  // Words that long are no slips of the hand, and comparing them takes time.
  if (written.length > 60) return undefined;
  const limit = Math.max(1, Math.floor(written.length / 2));
  return [...known]
    .map((word) => ({ word, far: distance(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)[0]?.word;
};
