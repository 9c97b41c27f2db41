import { useCallback, useState } from 'react';
import type { Answer, Ask, RouteName, Routes } from '../../contract.ts';
import { ask } from './ask.ts';
import { asProblem, type ProblemError } from './problem.ts';

/** Something a person does through the API: doing it, that it is being done, and why it was refused. */
export interface Deed<N extends RouteName> {
  run(given: Ask<Routes[N]>): Promise<Answer<Routes[N]> | undefined>;
  busy: boolean;
  problem: ProblemError | undefined;
  clear(): void;
}

/** A deed at rest; `run` answers nothing when it was refused, and keeps why. */
export const useDeed = <N extends RouteName>(name: N): Deed<N> => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemError>();
  const run = useCallback(
    async (given: Ask<Routes[N]>) => {
      setBusy(true);
      setProblem(undefined);
      try {
        return await ask(name, given);
      } catch (error) {
        setProblem(asProblem(error));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [name],
  );
  const clear = useCallback(() => setProblem(undefined), []);
  return { run, busy, problem, clear };
};
