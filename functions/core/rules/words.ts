import type { Bound, Condition } from './condition.ts';

const lower = ({ number, open }: Bound): string => `${open ? 'above' : 'at least'} ${number}`;
const upper = ({ number, open }: Bound): string => `${open ? 'below' : 'at most'} ${number}`;

/** A condition as a person would say it: `starts with "Node"`, `is none of "dev", "test"`. */
export const inWords = (condition: Condition): string => {
  switch (condition.is) {
    case 'exactly':
      return `is ${JSON.stringify(condition.value)}`;
    case 'address':
      return condition.text.includes('/') ? `is an address in ${condition.text}` : `is the address ${condition.text}`;
    case 'prefix':
      return `starts with ${JSON.stringify(condition.text)}`;
    case 'suffix':
      return `ends with ${JSON.stringify(condition.text)}`;
    case 'equals-ignore-case':
      return `is ${JSON.stringify(condition.text)} in any letter case`;
    case 'prefix-ignore-case':
      return `starts with ${JSON.stringify(condition.text)} in any letter case`;
    case 'suffix-ignore-case':
      return `ends with ${JSON.stringify(condition.text)} in any letter case`;
    case 'wildcard':
      return `fits ${JSON.stringify(condition.text)}`;
    case 'numeric':
      return `is ${[condition.from && lower(condition.from), condition.to && upper(condition.to)].filter(Boolean).join(' and ')}`;
    case 'exists':
      return 'exists';
    case 'absent':
      return 'does not exist';
    case 'anything-but':
      return `exists, and not one that ${condition.none.map(inWords).join(' or ')}`;
  }
};
