type Unit = 's' | 'm' | 'h' | 'd';

/** A length of time as people write it: `90s`, `10m`, `1h30m`, `1d`. */
export type Duration = `${number}${Unit}` | `${number}${Unit}${number}${Unit}`;

const units = { s: 1, m: 60, h: 3600, d: 86_400 } satisfies Record<Unit, number>;

/**
 * A duration in whole seconds, at least one.
 * @throws RangeError that shows the text and the form that is meant.
 */
export const seconds = (duration: string): number => {
  const [, d, h, m, s] = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  const total =
    Number(d ?? 0) * units.d + Number(h ?? 0) * units.h + Number(m ?? 0) * units.m + Number(s ?? 0) * units.s;
  if (!Number.isSafeInteger(total) || total < 1) {
    throw new RangeError(
      `“${duration}” is not a duration: write whole numbers with d, h, m, s, such as 90s, 10m or 1h30m`,
    );
  }
  return total;
};

/** Seconds as text in the same form: 5400 is `1h30m`, 0 is `0s`. */
export const duration = (total: number): string => {
  let rest = Math.round(total);
  let text = '';
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const count = Math.floor(rest / units[unit]);
    rest -= count * units[unit];
    if (count > 0) text += `${count}${unit}`;
  }
  return text || '0s';
};
