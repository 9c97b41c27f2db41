import type { SQSRecord } from 'aws-lambda';
import type { Decision } from '#functions/core/decision.ts';
import type { Release } from '#functions/core/live.ts';
import { batch } from '#functions/matcher/batch.ts';
import { type Held, heldKind, turn } from '#functions/matcher/held.ts';
import { type MatcherWorld, matcher } from '#functions/matcher/matcher.ts';
import { fakeBucket } from '#test/contract/fakes/bundles-bucket.ts';
import { fakeHistory } from '#test/contract/fakes/history-table.ts';
import { fakeLedger } from '#test/contract/fakes/ledger-table.ts';
import { fakeRules } from '#test/contract/fakes/rules-table.ts';

export const noon = new Date('2026-11-21T12:00:00.000Z').getTime();

/** A rule as its author writes it, for runbook `clear` on target `ec2:<node>`. */
export const rule = (fields: object = {}) => ({
  rule: 'disk',
  owner: 'infra',
  mode: 'auto',
  when: { name: ['NodeDiskPressure'] },
  run: 'clear',
  with: { node: '{% labels.node %}' },
  guard: { cooldown: '30m' },
  ...fields,
});

export const release = (fields: Partial<Release> = {}): Release => ({
  runbook: 'clear',
  digest: 'd'.repeat(64),
  params: {
    type: 'object',
    properties: { node: { type: 'string' }, limit: { type: 'number', default: 80 } },
    required: ['node'],
    additionalProperties: false,
  },
  target: 'ec2:{node}',
  remediates: true,
  releasedAt: '2026-11-01T00:00:00.000Z',
  by: 'ann',
  ...fields,
});

/** An Alertmanager entry. */
export const alert = (fields: { labels?: object; [field: string]: unknown } = {}) => ({
  status: 'firing',
  startsAt: '2026-11-21T11:50:00.000Z',
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: 'f1',
  annotations: {},
  ...fields,
  labels: { alertname: 'NodeDiskPressure', node: 'n1', ...fields.labels },
});

export interface Delivery {
  id?: string;
  source?: string;
  receives?: number;
  /** Milliseconds; when SQS got it. */
  sentAt?: number;
}

export const record = (
  body: string,
  { id = 'm1', source = 'alertmanager', receives = 1, sentAt = noon }: Delivery = {},
): SQSRecord =>
  ({
    messageId: id,
    body,
    attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt) },
    messageAttributes: { source: { stringValue: source, dataType: 'String' } },
  }) as unknown as SQSRecord;

/** Where a call of the world goes wrong: the n-th of all, or every one of a name. */
export interface Fault {
  call: number | string;
  /** `before` its effect or `after` it. */
  when: 'before' | 'after';
  /** `throw`: the call fails and the Lambda lives. `die`: nothing ever returns to this Lambda, which has no effect any more. */
  how: 'throw' | 'die';
}

/** Everything around the matcher, in memory, with a clock of its own and room for faults. */
export const aWorld = async ({
  rules = [rule()],
  releases = [release()],
  endsAtOnce = false,
}: {
  rules?: object[];
  releases?: Release[];
  endsAtOnce?: boolean;
} = {}) => {
  let clock = noon;
  const now = () => new Date(clock);
  const tables = { rules: fakeRules(now), ledger: fakeLedger(now), history: fakeHistory(), bucket: fakeBucket() };
  for (const each of releases) await tables.rules.release(each);
  await tables.rules.apply(rules, 'ann');
  const starts: { execution: string; input: unknown }[] = [];
  const dead: { body: string; reason: string; attributes: Record<string, string> }[] = [];
  const holds: { held: Held; at: number }[] = [];
  const calls: string[] = [];
  let fault: Fault | undefined;
  let gate: ((call: string, nth: number) => unknown) | undefined;
  let turns = 0;

  /** What the recorder does when an execution has ended. */
  const end = async (execution: string): Promise<void> => {
    const found = await tables.history.execution(execution);
    await tables.history.close(execution, { status: 'succeeded', endedAt: now().toISOString() });
    if (found?.target !== undefined) await tables.ledger.release(found.target, execution);
    if (found?.rule !== undefined) await tables.ledger.ended(found.rule, execution);
  };
  const { live, ruleSet } = tables.rules;
  const { open, execution, cleared, recordDecision, beat } = tables.history;
  const verbs: MatcherWorld = {
    ...tables.ledger,
    ...{ live, ruleSet, open, execution, cleared, recordDecision, beat },
    keep: tables.bucket.keep,
    async start({ execution, input }) {
      if (starts.some((each) => each.execution === execution)) return;
      starts.push({ execution, input: structuredClone(input) });
      if (endsAtOnce) await end(execution);
    },
    async hold(held) {
      holds.push({ held: structuredClone(held), at: clock + turn(held, now()) * 1000 });
    },
    region: 'eu-west-1',
    now,
  };

  /** One Lambda: its calls are counted with all others, and it dies alone. */
  const lambda = () => {
    let alive = true;
    const death = Promise.withResolvers<'died'>();
    const die = (): Promise<never> => {
      alive = false;
      death.resolve('died');
      return new Promise(() => {});
    };
    const watched =
      (name: string, verb: (...args: never[]) => Promise<unknown>) =>
      async (...args: never[]) => {
        if (!alive) return die();
        calls.push(name);
        await gate?.(name, calls.filter((call) => call === name).length);
        const hit = fault && (fault.call === calls.length || fault.call === name) ? fault : undefined;
        if (hit?.when === 'after') await verb(...args);
        if (hit?.how === 'die') return die();
        if (hit) throw new Error(`${name} failed`);
        return verb(...args);
      };
    const world = Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [
        name,
        typeof verb === 'function' && name !== 'now' ? watched(name, verb as () => Promise<unknown>) : verb,
      ]),
    ) as unknown as MatcherWorld;
    const deadLetter = async (body: string, reason: string, attributes: Record<string, string>) => {
      dead.push({ body, reason, attributes });
    };
    const handle = batch({ handle: matcher(world), deadLetter });
    return (records: SQSRecord[]) => Promise.race([handle(records), death.promise]);
  };

  let warm = lambda();
  /** Hands records to the Lambda; a dead one is replaced. True for each message that was acknowledged. */
  const deliver = async (...records: SQSRecord[]): Promise<boolean[]> => {
    const reply = await warm(records);
    if (reply === 'died') {
      warm = lambda();
      return records.map(() => false);
    }
    const failed = new Set(reply.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    return records.map(({ messageId }) => !failed.has(messageId));
  };

  return {
    ...tables,
    starts,
    dead,
    holds,
    calls,
    deliver,
    end,
    breaks(next: Fault | undefined) {
      fault = next;
      calls.length = 0;
    },
    /** Every call waits for this: what two Lambdas do can be put into any order by it. */
    gates(next: (call: string, nth: number) => unknown) {
      gate = next;
      calls.length = 0;
    },
    /** Milliseconds. */
    now: () => clock,
    pass(seconds: number) {
      clock += seconds * 1000;
    },
    /** Alerts as one Alertmanager message. */
    alerts: (alerts: object[], delivery?: Delivery) => deliver(record(JSON.stringify({ alerts }), delivery)),
    /** Delivers like SQS: again and again, a minute apart, as long as it is not acknowledged and not too often. */
    async redeliver(alerts: object[], delivery?: Delivery): Promise<boolean> {
      for (let receives = 1; receives <= 5; receives++) {
        const [done] = await deliver(record(JSON.stringify({ alerts }), { ...delivery, receives }));
        if (done) return true;
        clock += 60_000;
      }
      return false;
    },
    /** Lets time pass, second by second as far as somebody waits for it: held alerts come back when they are due. */
    async comeBack(seconds: number) {
      const until = clock + seconds * 1000;
      for (;;) {
        const next = holds.sort((a, b) => a.at - b.at)[0];
        if (!next || next.at > until) break;
        holds.shift();
        clock = Math.max(clock, next.at);
        const back = record(JSON.stringify(next.held), { id: `back-${++turns}` });
        back.messageAttributes = { kind: { stringValue: heldKind, dataType: 'String' } };
        await deliver(back);
      }
      clock = until;
    },
    decisions: async (): Promise<Decision[]> =>
      (await tables.history.decisions({ limit: 10_000, to: '2027-01-01T00:00:00.000Z' })).items,
  };
};
