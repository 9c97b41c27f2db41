import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer, Ask, RouteName, Routes } from '../../contract.ts';
import { ask } from './ask.ts';
import { asProblem, type ProblemError } from './problem.ts';

/** What a page knows of an answer that is kept fresh. */
export interface Live<T> {
  /** The latest; stays in view while a newer one is fetched or cannot be had. */
  answer: T | undefined;
  problem: ProblemError | undefined;
  /** Asks at once. */
  again(): void;
}

/**
 * Asks a route, and again while the page is in view.
 * @param everySeconds between an answer and the next question; 0 asks once. A function decides it by the answer.
 */
export const useLive = <N extends RouteName>(
  name: N,
  given: Ask<Routes[N]> | undefined,
  everySeconds: number | ((answer: Answer<Routes[N]>) => number) = 0,
): Live<Answer<Routes[N]>> => {
  const key = given && JSON.stringify(given);
  const [state, setState] = useState<{
    key?: string;
    text?: string;
    answer?: Answer<Routes[N]>;
    problem?: ProblemError;
  }>({});
  const [round, setRound] = useState(0);
  const every = useRef(everySeconds);
  every.current = everySeconds;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round only asks again.
  useEffect(() => {
    if (key === undefined) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = (seconds: number) => {
      if (seconds > 0 && !stop.signal.aborted) timer = setTimeout(look, seconds * 1000);
    };
    const look = async (): Promise<void> => {
      if (document.hidden) return next(1);
      try {
        const answer = await ask(name, JSON.parse(key), stop.signal);
        const text = JSON.stringify(answer);
        setState((old) => (old.key === key && old.text === text && !old.problem ? old : { key, text, answer }));
        next(typeof every.current === 'function' ? every.current(answer) : every.current);
      } catch (error) {
        if (stop.signal.aborted) return;
        setState((old) => ({ ...(old.key === key ? old : { key }), problem: asProblem(error) }));
        next(every.current === 0 ? 0 : 5);
      }
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [name, key, round]);

  const again = useCallback(() => setRound((old) => old + 1), []);
  const current = state.key === key ? state : {};
  return { answer: current.answer, problem: current.problem, again };
};
