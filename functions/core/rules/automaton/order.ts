/**
 * Puts the first `count` of the numbers below `limit` in order, each once. A few are sorted by insertion; many are set as bits
 * in a row of words and read back.
 */
export const ordering = (limit: number) => {
  const words = new Int32Array((limit >> 5) + 1);

  const sort = (numbers: number[], count: number): number[] => {
    const sorted: number[] = [];
    for (let i = 0; i < count; i++) {
      const number = numbers[i]!;
      let at = i;
      for (; at > 0 && numbers[at - 1]! > number; at--) numbers[at] = numbers[at - 1]!;
      numbers[at] = number;
    }
    for (let i = 0; i < count; i++) if (i === 0 || numbers[i] !== numbers[i - 1]) sorted.push(numbers[i]!);
    return sorted;
  };

  const sieve = (numbers: number[], count: number): number[] => {
    for (let i = 0; i < count; i++) words[numbers[i]! >> 5]! |= 1 << (numbers[i]! & 31);
    const sorted: number[] = [];
    for (let word = 0; word < words.length; word++) {
      for (let bits = words[word]!; bits !== 0; bits &= bits - 1)
        sorted.push((word << 5) + 31 - Math.clz32(bits & -bits));
      words[word] = 0;
    }
    return sorted;
  };

  return (numbers: number[], count: number): number[] => (count < 32 ? sort(numbers, count) : sieve(numbers, count));
};
