import { useState } from 'react';
import type { RuleFile } from '../../../contract.ts';
import type { Backtested } from '../../api/nouns.ts';
import type { ProblemError } from '../../api/problem.ts';
import { useDeed } from '../../api/use-deed.ts';

/** What became of trying a draft on the alerts of the past. */
interface Tried {
  run(text: string): Promise<void>;
  busy: boolean;
  problem: ProblemError | undefined;
  /** The latest answer, and the text that it is about. */
  latest: { text: string; answer: Backtested } | undefined;
}

/** Tries a draft on the alerts of the last week, when it is told to. */
export const useBacktested = (files: (text: string) => RuleFile[]): Tried => {
  const { run, busy, problem } = useDeed('backtestRules');
  const [latest, setLatest] = useState<Tried['latest']>();
  return {
    run: async (text) => {
      const answer = await run({ body: { files: files(text) } });
      setLatest(answer && { text, answer });
    },
    busy,
    problem,
    latest,
  };
};
