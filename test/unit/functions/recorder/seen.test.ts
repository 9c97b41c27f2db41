import { describe, expect, it } from 'vitest';
import type { ExecutionEnd } from '#functions/core/execution.ts';
import { executionMetrics } from '#functions/core/metrics.ts';
import { seen } from '#functions/recorder/seen.ts';

const endedAt = '2026-11-21T12:00:00.000Z';

const shownOf = async (end: ExecutionEnd, first = true) => {
  const shown: unknown[] = [];
  const close = seen(
    { say: (...line) => shown.push(line), count: (metric) => shown.push(metric), milliseconds: () => {} },
    async () => first,
  );
  expect(await close('x1', end)).toBe(first);
  return shown;
};

describe('the end of an execution', () => {
  it('is a line with its id, and counted by its outcome', async () => {
    const outcome = { kind: 'nothing to do', reason: 'false positive' } as const;
    expect(await shownOf({ status: 'succeeded', outcome, endedAt })).toEqual([
      ['execution nothing to do', { execution: 'x1', status: 'succeeded', outcome, error: undefined }],
      'ExecutionsNothingToDo',
    ]);
  });

  it('is counted by its status when it did not succeed', async () => {
    const error = { name: 'States.Timeout', cause: '' };
    const shown = await shownOf({ status: 'timed out', error, endedAt });
    expect(shown).toEqual([expect.arrayContaining(['execution timed out']), 'ExecutionsTimedOut']);
    expect(executionMetrics).toContain('ExecutionsTimedOut');
  });

  it('is shown once, by the call that closed it', async () => {
    expect(await shownOf({ status: 'aborted', endedAt }, false)).toEqual([]);
  });
});
