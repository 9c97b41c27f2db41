/** Shorter values are words, not secrets: blotting out every “a” would make a text unreadable. */
const shortest = 4;

/** Members of a secret that say who, not with what. */
const identities = new Set(['user', 'username', 'email', 'login', 'account']);

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (identities.has(key) ? [] : textsIn(member)));
};

const isPlainAddress = (text: string): boolean => {
  if (!/^https?:/.test(text) || !URL.canParse(text)) return false;
  const { username, pathname, search } = new URL(text);
  return username === '' && pathname === '/' && search === '';
};

/** A text as it may look in a message: as it is, in a URL, in JSON, in a header. */
const forms = (text: string): string[] => [
  text,
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
  Buffer.from(text).toString('base64'),
];

/**
 * Blots secrets out of what people will read. All texts of a learnt secret count, except names of accounts and plain addresses
 * (`https://host/`), which tell a reader who called, and where.
 */
export const redactor = () => {
  const secrets = new Set<string>();
  const redact = (text: string): string =>
    // Longest first, so that no part of one is left over where another is contained in it.
    [...secrets].sort((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  const redactIn = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(redactIn);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [redact(key), redactIn(member)]));
  };
  return {
    learn: (secret: unknown): void => {
      for (const text of textsIn(secret))
        if (text.length >= shortest && !isPlainAddress(text)) for (const form of forms(text)) secrets.add(form);
    },
    redact,
    /** A copy of a JSON value without secrets in its texts. */
    redactIn: <T>(value: T): T => redactIn(value) as T,
  };
};
export type Redactor = ReturnType<typeof redactor>;
