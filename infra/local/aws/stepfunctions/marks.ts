import type { Json } from '#runbooks/sdk/wire.ts';

/** What a task's input may ask of the context object that is different at each attempt. */
export interface Attempt {
  state: string;
  token?: string;
  /** Epoch milliseconds. */
  entered: number;
  retry: number;
}

/**
 * Marks stand in the interpreter's context object for values that differ between attempts, because that object never changes. They
 * are put right when the task is called; until then an input is the same in a run and in its replay, and can be compared.
 * @param seal Random and kept with the execution, so that no text from outside can be taken for a mark.
 */
export const marks = (seal: string) => {
  const mark = (name: string) => `\u0001${seal}:${name}\u0001`;
  const values: Record<string, (attempt: Attempt) => string | number> = {
    [mark('token')]: ({ token = '' }) => token,
    [mark('entered')]: ({ entered }) => new Date(entered).toISOString(),
    [mark('retry')]: ({ retry }) => retry,
    [mark('state')]: ({ state }) => state,
  };
  const put = (text: string, attempt: Attempt): string | number => {
    const whole = values[text];
    if (whole) return whole(attempt);
    return Object.entries(values).reduce((done, [from, to]) => done.replaceAll(from, String(to(attempt))), text);
  };
  return {
    context: {
      Task: { Token: mark('token') },
      State: { Name: mark('state'), EnteredTime: mark('entered'), RetryCount: mark('retry') },
    },
    /** The input with every mark put right. */
    fill: (json: string, attempt: Attempt): Json =>
      JSON.parse(json, (_, value) => (typeof value === 'string' && value.includes(seal) ? put(value, attempt) : value)),
  };
};
