/** The token that the API is called with. It lives in this tab only, and ends with it. */
const kept = 'wolfe.token';
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** The token, if somebody is signed in. */
export const bearer = (): string | undefined => sessionStorage.getItem(kept) ?? undefined;

export const remember = (token: string): void => {
  sessionStorage.setItem(kept, token);
  tell();
};

let refused = false;

/** Whether the API did not know the last token. */
export const wasRefused = (): boolean => refused;

/** Signs out of this tab. */
export const forget = ({ unknown = false } = {}): void => {
  if (bearer() === undefined) return;
  refused = unknown;
  sessionStorage.removeItem(kept);
  tell();
};

export const onBearer = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Takes the token of the address that `npm start` prints, and takes it out of the address bar and the history. */
export const takeFromAddress = (): void => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!token) return;
  remember(token);
  history.replaceState(null, '', location.pathname + location.search);
};
