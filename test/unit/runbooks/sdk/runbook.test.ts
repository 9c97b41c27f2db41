import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { runbook } from '#runbooks/sdk/runbook.ts';
import type { System } from '#runbooks/sdk/system.ts';
import type { AlertView, ApprovalReply } from '#runbooks/sdk/wire.ts';

interface Host {
  measure(path: string): Promise<{ usedPercent: number }>;
  prune(path: string): Promise<{ freed: number }>;
}

const host: System<Host, unknown, 'measure'> = {
  name: 'host',
  permissions: [],
  reads: ['measure'],
  connect: () => {
    throw new Error('nothing runs when the file is loaded');
  },
};

const begin = () =>
  runbook('clear-disk', {
    summary: 'Free disk space.',
    owner: 'infra',
    params: z.object({ instance: z.string(), limit: z.number().default(80) }),
    target: ({ instance }) => `ec2:${instance}`,
    systems: { host },
  });

describe('a runbook', () => {
  it('is an immutable value that grows by copies', () => {
    const none = begin();
    const one = none.diagnose('measure', ({ host }) => host.measure('/'));
    expect(none.steps).toEqual([]);
    expect(one.steps.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['diagnose measure']);
    expect(Object.isFrozen(one) && Object.isFrozen(one.steps) && Object.isFrozen(one.steps[0])).toBe(true);
  });

  it('keeps every step as data, in order', () => {
    const value = begin()
      .diagnose('measure', ({ host }) => host.measure('/'), { retry: 1 })
      .endWhen('false positive', ({ measure, params }) => measure.usedPercent < params.limit)
      .approve('two people', { quorum: 2 })
      .remediate('prune', ({ host }) => host.prune('/'), { timeout: '10m' })
      .wait('settle', '1h30m')
      .until(
        'gone',
        ({ host }) => host.measure('/'),
        ({ gone }) => gone.usedPercent < 5,
        { every: '10s', timeout: '5m' },
      )
      .verify(
        'recovered',
        ({ host }) => host.measure('/'),
        ({ recovered, params }) => recovered.usedPercent < params.limit,
      )
      .onFailure('tidy up', ({ host, error }) => host.prune(error.message));
    expect(value.steps).toMatchObject([
      { kind: 'diagnose', name: 'measure', retry: 1 },
      { kind: 'endWhen', name: 'false positive' },
      { kind: 'approve', name: 'two people', quorum: 2 },
      { kind: 'remediate', name: 'prune', timeout: '10m' },
      { kind: 'wait', name: 'settle', time: '1h30m' },
      { kind: 'until', name: 'gone', every: '10s', timeout: '5m' },
      { kind: 'verify', name: 'recovered' },
    ]);
    expect(value.failure).toMatchObject({ kind: 'onFailure', name: 'tidy up' });
  });
});

describe('the scope of a step', () => {
  it('has the params, the alert, the systems and the results so far', () => {
    begin()
      .diagnose('measure', ({ host }) => host.measure('/'))
      .diagnose('nothing', () => undefined)
      .approve('ask')
      .remediate('prune', (scope) => {
        expectTypeOf(scope.params).toEqualTypeOf<{ instance: string; limit: number }>();
        expectTypeOf(scope.alert).toEqualTypeOf<AlertView | undefined>();
        expectTypeOf(scope.measure).toEqualTypeOf<{ usedPercent: number }>();
        expectTypeOf(scope.nothing).toEqualTypeOf<null>();
        expectTypeOf(scope.ask).toEqualTypeOf<ApprovalReply>();
        expectTypeOf(scope.host).toEqualTypeOf<Host>();
        expectTypeOf<keyof typeof scope>().toEqualTypeOf<'params' | 'alert' | 'host' | 'measure' | 'nothing' | 'ask'>();
      })
      .onFailure('tidy up', (scope) => {
        expectTypeOf(scope.measure).toEqualTypeOf<{ usedPercent: number } | undefined>();
        expectTypeOf(scope.error).toEqualTypeOf<{ name: string; message: string }>();
      });
  });

  it('has no name that is not there: a compile error', () => {
    // @ts-expect-error no step is called `later` before this one
    begin().diagnose('measure', ({ later }) => later);
    // @ts-expect-error no such parameter
    begin().diagnose('measure', ({ params }) => params.nope);
    // @ts-expect-error a step does not see its own result
    begin().diagnose('measure', ({ measure }) => measure);
    // @ts-expect-error conditions see no systems
    begin().endWhen('quiet', ({ host }) => Boolean(host));
  });

  it('lets only remediate and onFailure steps change things: a compile error', () => {
    // @ts-expect-error prune is not among the verbs that read
    begin().diagnose('measure', ({ host }) => host.prune('/'));
    const prune = ({ host }: { host: Host }) => host.prune('/');
    // @ts-expect-error neither may a verify step
    begin().verify('measure', prune, () => true);
  });
});

describe('the name of a step', () => {
  it('is given once: a compile error', () => {
    const one = begin().diagnose('measure', ({ host }) => host.measure('/'));
    // @ts-expect-error a step of that name is there
    one.diagnose('measure', () => 1);
    // @ts-expect-error a step of that name is there
    one.wait('measure', '1m');
    // @ts-expect-error a system of that name is there
    one.wait('host', '1m');
    // @ts-expect-error every scope has params
    one.wait('params', '1m');
    // @ts-expect-error every onFailure scope has the error
    one.remediate('error', () => 1);
  });

  it('is a literal: a compile error', () => {
    const name: string = 'measure';
    // @ts-expect-error a name that is not known cannot be looked up
    begin().diagnose(name, () => 1);
  });

  it('comes with a time of the right form: a compile error', () => {
    // @ts-expect-error no unit
    begin().wait('settle', '10');
    // @ts-expect-error no such unit
    begin().wait('settle', '10 minutes');
    begin().wait('settle', '1h30m');
  });
});
