import { useSyncExternalStore } from 'react';

/** Where in Studio we are: the address bar is the only state. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

const moved = 'wolfe:moved';

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('popstate', listener);
  addEventListener(moved, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(moved, listener);
  };
};

/** Goes to a page of Studio. */
export const go = (href: string, { replace = false } = {}): void => {
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  dispatchEvent(new Event(moved));
};

export const usePlace = (): Place => {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const { pathname, searchParams } = new URL(href, location.origin);
  return { path: pathname, query: searchParams };
};

/** Sets fields of the query in place; an empty one goes. */
export const setQuery = (fields: Record<string, string | undefined>): void => {
  const { pathname, searchParams } = new URL(location.href);
  for (const [name, value] of Object.entries(fields)) {
    if (value) searchParams.set(name, value);
    else searchParams.delete(name);
  }
  const query = searchParams.toString();
  go(query ? `${pathname}?${query}` : pathname, { replace: true });
};

/** Makes plain links to our own pages change the page without a reload; all others are the browser's. */
export const followLinks = (event: MouseEvent): void => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = (event.target as Element | null)?.closest?.('a[href]');
  const href = link?.getAttribute('href');
  if (!href?.startsWith('/') || href.startsWith('//') || link?.getAttribute('target') === '_blank') return;
  event.preventDefault();
  go(href);
};
