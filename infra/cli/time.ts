/** A span as people say it: `0.4s`, `12s`, `3m 05s`, `2h 10m`, `4d`. */
export const span = (milliseconds: number): string => {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.round(seconds)}s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, '0')}s`;
  if (whole < 86_400)
    return `${Math.floor(whole / 3600)}h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')}m`;
  return `${Math.floor(whole / 86_400)}d`;
};

/** How long ago an ISO time was, or how far off it is; the day itself when that is over a week. */
export const ago = (iso: string | undefined, now: Date): string => {
  if (!iso) return '';
  const milliseconds = now.getTime() - Date.parse(iso);
  if (Number.isNaN(milliseconds)) return iso;
  const far = Math.abs(milliseconds);
  if (far > 7 * 86_400_000) return iso.slice(0, 10);
  const rough = far < 60_000 ? `${Math.round(far / 1000)}s` : span(far).replace(/ \d+[sm]$/, '');
  return milliseconds >= 0 ? `${rough} ago` : `in ${rough}`;
};
