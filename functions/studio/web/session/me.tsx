import { createContext, useContext } from 'react';
import type { ChangeName } from '../../contract.ts';
import type { Me } from '../api/nouns.ts';

/** Who is signed in. Everything under the sign-in has it. */
export const MeContext = createContext<Me | undefined>(undefined);

export const useMe = (): Me => {
  const me = useContext(MeContext);
  if (!me) throw new Error('Nobody is signed in above this.');
  return me;
};

const listed = (words: string[]): string => words.join(', ') || 'none';

/** Why the person may not do this, or undefined when they may. */
export const useRefusal = (route: ChangeName, owner?: string): string | undefined => {
  const { name, may, roles, teams } = useMe();
  if (!may.includes(route)) return `${name} may not do this. Your roles: ${listed(roles)}. Ask an admin for another.`;
  if (owner !== undefined && !roles.includes('admin') && !teams.includes(owner))
    return `This belongs to the team ${owner}. Your teams: ${listed(teams)}.`;
  return undefined;
};
