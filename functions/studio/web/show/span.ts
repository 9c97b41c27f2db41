/** A length of time in words that fit a table: `340 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d`. */
export const inWords = (ms: number): string => {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${Math.floor(seconds * 10) / 10} s`;
  const [s, m, h] = [Math.floor(seconds), Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  if (m < 1) return `${s} s`;
  if (h < 1) return m < 10 && s % 60 ? `${m} min ${s % 60} s` : `${m} min`;
  if (h < 48) return h < 10 && m % 60 ? `${h} h ${m % 60} min` : `${h} h`;
  return `${Math.floor(h / 24)} d`;
};
