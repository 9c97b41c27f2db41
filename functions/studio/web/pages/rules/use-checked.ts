import { useEffect, useState } from 'react';
import type { RuleFile } from '../../../contract.ts';
import { ask } from '../../api/ask.ts';
import type { Fault } from '../../api/nouns.ts';
import { asProblem, type ProblemError } from '../../api/problem.ts';

/** Milliseconds of rest before a text that is being typed is looked at. */
export const restMs = 350;

interface Checked {
  /** The text that it was said of. */
  text?: string;
  faults: Fault[];
  problem?: ProblemError;
}

/** Has the API check the set whenever the typing rests. */
export const useChecked = (text: string, files: (text: string) => RuleFile[]): Checked & { pending: boolean } => {
  const [checked, setChecked] = useState<Checked>({ faults: [] });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the files are made of the text.
  useEffect(() => {
    const stop = new AbortController();
    const rest = setTimeout(() => {
      ask('checkRules', { body: { files: files(text) } }, stop.signal).then(
        ({ faults }) => setChecked({ text, faults }),
        (error) => {
          if (!stop.signal.aborted) setChecked({ text, faults: [], problem: asProblem(error) });
        },
      );
    }, restMs);
    return () => {
      clearTimeout(rest);
      stop.abort();
    };
  }, [text]);
  return { ...checked, pending: checked.text !== text };
};
