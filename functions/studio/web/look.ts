import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { useSyncExternalStore } from 'react';

/** Light or dark: the system's wish, until a person chooses. */
export type Look = 'system' | 'light' | 'dark';

const kept = 'wolfe.look';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

const chosen = (): Look => {
  const look = localStorage.getItem(kept);
  return look === 'light' || look === 'dark' ? look : 'system';
};

const isDark = (): boolean => (chosen() === 'system' ? system.matches : chosen() === 'dark');

/** Puts the page into its look; before it is first painted, and whenever the wish changes. */
export const applyLook = (): void => {
  applyMode(isDark() ? Mode.Dark : Mode.Light);
  for (const listener of listeners) listener();
};
system.addEventListener('change', applyLook);

export const chooseLook = (look: Look): void => {
  localStorage.setItem(kept, look);
  applyLook();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLook = (): Look => useSyncExternalStore(subscribe, chosen);
export const useDark = (): boolean => useSyncExternalStore(subscribe, isDark);
