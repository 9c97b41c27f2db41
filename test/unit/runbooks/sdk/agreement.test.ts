import { describe, expect, it } from 'vitest';
import { RetryableError, TerminalError } from '#runbooks/sdk/errors.ts';
import type { Answer } from '#runbooks/sdk/kit/people.ts';
import { rehearse } from '#runbooks/sdk/kit.ts';
import type { RunbookValue } from '#runbooks/sdk/runbook.ts';
import type { RunMode } from '#runbooks/sdk/wire.ts';
import { begin, everyKind } from './disk.ts';
import { runInEngine } from './engine.ts';

/** A host whose answers are scripted: what `measure` finds, call by call, the last one for ever. */
const aHost = (found: number[], prune: (turn: number) => number = () => 7) => {
  let measured = 0;
  let pruned = 0;
  const calls: string[] = [];
  return {
    calls,
    host: {
      measure: async (path: string) => {
        calls.push(`measure ${path}`);
        return { usedPercent: found[Math.min(measured++, found.length - 1)]! };
      },
      prune: async (path: string) => {
        calls.push(`prune ${path}`);
        return { freed: prune(pruned++) };
      },
    },
  };
};

const bothAgree: Answer[] = [
  { by: 'ann', after: '1m' },
  { by: 'bob', after: '2m' },
];
const fails = (error: Error) => () => {
  throw error;
};

const asksFirst = begin()
  .approve('ask')
  .remediate('prune', ({ host }) => host.prune('/'));

const scenarios: {
  name: string;
  found: number[];
  prune?: (turn: number) => number;
  mode?: RunMode;
  answers?: Answer[];
  runbook?: RunbookValue & Pick<ReturnType<typeof begin>, 'params' | 'systems'>;
  ends: object;
}[] = [
  { name: 'effective', found: [90, 5, 0, 40], answers: bothAgree, ends: { kind: 'effective', step: 'recovered' } },
  { name: 'ineffective', found: [90, 5, 0, 95], answers: bothAgree, ends: { kind: 'ineffective', step: 'recovered' } },
  { name: 'a false positive', found: [20], ends: { kind: 'nothing to do', reason: 'false positive' } },
  { name: 'mode plan', found: [90], mode: 'plan', ends: { kind: 'planned' } },
  {
    name: 'mode approve, approved',
    found: [90, 0, 40],
    mode: 'approve',
    answers: [{ by: 'eve', after: '1s' }, ...bothAgree],
    ends: { kind: 'effective', step: 'recovered' },
  },
  {
    name: 'mode approve, denied',
    found: [90],
    mode: 'approve',
    answers: [{ by: 'eve', approved: false, after: '5m' }],
    ends: { kind: 'denied', by: 'eve' },
  },
  {
    name: 'denied for a reason',
    found: [90],
    mode: 'approve',
    answers: [{ by: 'eve', approved: false, reason: 'freeze', after: '1s' }],
    ends: { kind: 'denied', by: 'eve', reason: 'freeze' },
  },
  { name: 'mode approve, expired', found: [90], mode: 'approve', ends: { kind: 'expired', step: 'prune' } },
  {
    name: 'an approve step that one of two answers',
    found: [90, 0],
    answers: [{ by: 'ann', after: '9m' }],
    ends: { kind: 'expired', step: 'two people' },
  },
  {
    name: 'an approve step denied after one agreed',
    found: [90, 0],
    answers: [
      { by: 'ann', after: '1s' },
      { by: 'bob', approved: false, after: '2s' },
    ],
    ends: { kind: 'denied', by: 'bob' },
  },
  {
    name: 'a condition that never holds',
    found: [90, 5],
    ends: { name: 'TimedOut', message: '“is quiet” did not come true within 30s.' },
  },
  {
    name: 'a step that fails',
    found: [90],
    prune: fails(new TerminalError('disk on fire')),
    ends: { name: 'TerminalError', message: 'disk on fire' },
  },
  {
    name: 'a step that fails once for now',
    found: [90, 0, 40],
    answers: bothAgree,
    runbook: everyKind({ retry: 1 }),
    prune: (turn) => {
      if (turn === 0) throw new RetryableError('busy');
      return 7;
    },
    ends: { kind: 'effective', step: 'recovered' },
  },
  {
    name: 'a step that may not be tried again',
    found: [90],
    prune: fails(new RetryableError('busy')),
    ends: { name: 'RetryableError', message: 'busy' },
  },
  {
    name: 'a step that is busy for too long',
    found: [90],
    runbook: everyKind({ retry: 2 }),
    prune: fails(new RetryableError('busy')),
    ends: { name: 'RetryableError', message: 'busy' },
  },
  {
    name: 'an onFailure step that fails too',
    found: [90],
    runbook: begin()
      .remediate('prune', () => fails(new TerminalError('disk on fire'))())
      .onFailure('undo', () => fails(new TerminalError('and the extinguisher'))()),
    ends: { name: 'TerminalError', message: 'disk on fire' },
  },
  {
    name: 'only diagnosed',
    found: [90],
    runbook: begin().diagnose('measure', ({ host }) => host.measure('/')),
    mode: 'plan',
    ends: { kind: 'nothing to do', reason: 'the runbook only diagnoses' },
  },
  { name: 'asks first, mode plan', found: [], runbook: asksFirst, mode: 'plan', ends: { kind: 'planned' } },
  {
    name: 'asks first and once, mode approve',
    found: [],
    runbook: asksFirst,
    mode: 'approve',
    answers: [{ by: 'ann', after: '1s' }],
    ends: { kind: 'unverified' },
  },
  {
    name: 'asks first, mode auto',
    found: [],
    runbook: asksFirst,
    answers: [{ by: 'ann', after: '1s' }],
    ends: { kind: 'unverified' },
  },
  { name: 'asks first, expired', found: [], runbook: asksFirst, ends: { kind: 'expired', step: 'ask' } },
];

describe('the state machine', () => {
  it.each(scenarios)(
    'runs as a rehearsal of it does: $name',
    async ({ found, prune, mode, answers, runbook = everyKind(), ends }) => {
      const given = { params: { instance: 'i-1' }, mode, answers };
      const [engineHost, kitHost] = [aHost(found, prune), aHost(found, prune)];
      const engine = await runInEngine(runbook, { ...given, systems: { host: engineHost.host } });
      const kit = await rehearse(runbook, { ...given, systems: { host: kitHost.host } });

      expect(engine.output?.outcome ?? engine.error).toEqual(ends);
      expect(kit.outcome ?? kit.error).toEqual(ends);
      expect(kitHost.calls).toEqual(engineHost.calls);
      expect(kit.seconds).toBe(engine.seconds);
      // A run that failed has no output to compare.
      if (!engine.output) return;
      const { steps = {}, plan } = engine.output;
      const ofSteps = Object.entries(steps).filter(([name]) => !name.endsWith('(ask)'));
      expect(kit.plan).toEqual(plan);
      expect(kit.results).toEqual(Object.fromEntries(ofSteps.map(([name, { value }]) => [name, value])));
    },
  );
});
