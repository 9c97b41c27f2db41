import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rulesTable } from '#functions/adapters/rules-table.ts';
import { current } from '#functions/matcher/current.ts';
import { noon, rule } from '#test/unit/functions/matcher/world.ts';
import { aDynamo } from './stand-ins.ts';

describe('a matcher before the rules table in dynalite', () => {
  let dynamo: Awaited<ReturnType<typeof aDynamo>>;
  let table: string;
  let clock = noon;
  const now = () => new Date(clock);
  const calls: string[] = [];
  beforeAll(async () => {
    dynamo = await aDynamo();
    table = (await dynamo.createTables()).rules;
    dynamo.client.middlewareStack.add(
      (next, context) => (args) => {
        calls.push(context.commandName!);
        return next(args);
      },
      { step: 'initialize' },
    );
  });
  afterAll(() => dynamo.close());

  it('sees a switch within two seconds and a set of 10,000 rules within five, for one query a second', async () => {
    const people = rulesTable(dynamo.client, table, 'eu-west-1', now);
    const ask = current({ ...rulesTable(dynamo.client, table, 'eu-west-1', now), now });
    await people.apply([rule()], 'ann');
    await ask();

    const set = Array.from({ length: 10_000 }, (_, i) => rule({ rule: `r${i}`, when: { name: [`Alert${i}`] } }));
    await people.setSwitch({ scope: { kind: 'everything' }, off: true, by: 'ann', at: 'now' });
    await people.apply(set, 'ann');
    calls.length = 0;
    let [switchAfter, setAfter] = [Number.NaN, Number.NaN];
    let asked = 0;
    // A burst of five seconds: a hundred alerts each tenth of a second.
    for (let tenth = 1; tenth <= 50; tenth++) {
      clock += 100;
      const found = await Promise.all(Array.from({ length: 100 }, ask));
      asked += found.length;
      if (Number.isNaN(switchAfter) && found.every(({ live }) => live.switches.length === 1)) switchAfter = tenth / 10;
      if (Number.isNaN(setAfter) && found.every(({ rules }) => rules.rules.length === 10_000)) setAfter = tenth / 10;
    }
    expect(switchAfter).toBeLessThanOrEqual(2);
    expect(setAfter).toBeLessThanOrEqual(5);
    expect(asked).toBe(5000);
    // One query a second for what is live, and one for the set.
    expect(calls.filter((call) => call === 'QueryCommand').length).toBeLessThanOrEqual(7);
    expect(new Set(calls)).toEqual(new Set(['QueryCommand']));
  });
});
