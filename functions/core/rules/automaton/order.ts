/**
 * Puts the first `count` of a list of numbers below `limit` in order, in place and each once, and says how many are left. A few
 * are sorted by insertion; many are set as bits in rows of words and read back, and a second row tells which words of the first to read.
 */
export const ordering = (limit: number) => {
  const words = new Int32Array((limit >> 5) + 1);
  const used = new Int32Array((limit >> 10) + 1);

  const sort = (numbers: number[], count: number): number => {
    let length = 0;
    for (let i = 0; i < count; i++) {
      const number = numbers[i]!;
      let at = length;
      while (at > 0 && numbers[at - 1]! > number) at--;
      if (at > 0 && numbers[at - 1] === number) continue;
      for (let from = length++; from > at; from--) numbers[from] = numbers[from - 1]!;
      numbers[at] = number;
    }
    return length;
  };

  const sieve = (numbers: number[], count: number): number => {
    for (let i = 0; i < count; i++) {
      const number = numbers[i]!;
      words[number >> 5]! |= 1 << (number & 31);
      used[number >> 10]! |= 1 << ((number >> 5) & 31);
    }
    let length = 0;
    for (let group = 0; group < used.length; group++) {
      for (let marks = used[group]!; marks !== 0; marks &= marks - 1) {
        const word = (group << 5) + 31 - Math.clz32(marks & -marks);
        for (let bits = words[word]!; bits !== 0; bits &= bits - 1)
          numbers[length++] = (word << 5) + 31 - Math.clz32(bits & -bits);
        words[word] = 0;
      }
      used[group] = 0;
    }
    return length;
  };

  return (numbers: number[], count: number): number => (count < 24 ? sort(numbers, count) : sieve(numbers, count));
};
