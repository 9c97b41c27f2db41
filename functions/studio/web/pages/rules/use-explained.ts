import { useEffect, useState } from 'react';
import type { Explanation, RuleFile } from '../../../contract.ts';
import { ask } from '../../api/ask.ts';
import type { Alert } from '../../api/nouns.ts';
import { asProblem, type ProblemError } from '../../api/problem.ts';
import { restMs } from './use-checked.ts';

interface Explained {
  items?: Explanation[];
  problem?: ProblemError;
}

/**
 * Why rules match an alert or do not, again whenever the typing rests.
 * @param by one rule by its name, rules in the making, or all of the live set
 */
export const useExplained = (
  alert: Alert | undefined,
  by: { rule?: string; files?: RuleFile[] } | undefined,
): Explained => {
  const [explained, setExplained] = useState<Explained>({});
  const key = alert && by && JSON.stringify({ alert, ...by });
  useEffect(() => {
    if (key === undefined) return setExplained({});
    const stop = new AbortController();
    const rest = setTimeout(() => {
      ask('explainRules', { body: JSON.parse(key) }, stop.signal).then(
        ({ items }) => setExplained({ items }),
        (error) => {
          if (!stop.signal.aborted) setExplained({ problem: asProblem(error) });
        },
      );
    }, restMs);
    return () => {
      clearTimeout(rest);
      stop.abort();
    };
  }, [key]);
  return explained;
};
