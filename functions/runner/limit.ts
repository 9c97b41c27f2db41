import { StepTimeoutError } from './errors.ts';

/** At most this long before the end of its time a step is told; as long again, and its end is no longer waited for. */
const longestLeadMs = 2_000;

/**
 * Gives work a time. Its signal fires a little before the time is over, and work that goes on regardless is given up just
 * before: so its end is told by the runner, which knows the step, and not by Lambda or Step Functions, which would cut it off.
 * @throws StepTimeoutError
 */
export const limited = async <T>(
  step: string,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const lead = Math.min(longestLeadMs, milliseconds / 10);
  const cancel = new AbortController();
  const timeout = (how: string) =>
    new StepTimeoutError(
      `Step “${step}” did not end within ${Math.round(milliseconds / 100) / 10} s${how}. ` +
        'Give it a longer timeout, or pass its signal to what it waits for.',
    );
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const tell = setTimeout(() => cancel.abort(timeout('')), milliseconds - 2 * lead);
  const giveUp = setTimeout(() => reject(timeout(' and ignored its signal')), milliseconds - lead);
  try {
    return await Promise.race([work(cancel.signal), givenUp]);
  } catch (error) {
    const { name } = error as Error;
    throw cancel.signal.aborted && (name === 'AbortError' || name === 'TimeoutError') ? cancel.signal.reason : error;
  } finally {
    clearTimeout(tell);
    clearTimeout(giveUp);
  }
};
