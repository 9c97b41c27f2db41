import type { Cleared, Facts, Started } from '#functions/core/guardrails/facts.ts';
import { endedBy, type Period } from '#functions/core/period.ts';
import { countsOf, ruleKey, targetKey } from './counts.ts';
import type { Item, Items } from './items.ts';
import { lockKey, lockOf } from './locks.ts';

/** What facts are asked for: the execution that a rule would start, for a period, on a target if it has one. */
export interface Question {
  execution: string;
  rule: string;
  period: Period;
  target?: string;
}

/** How a claim ended: whether the execution is this decision's to start, whether it was all done before, and who won. */
export interface ClaimReply {
  mine: boolean;
  started: boolean;
  by: string;
}

/** Seconds: longer than any sender repeats one firing period. */
const life = 90 * 86_400;

const claimKey = (execution: string): string => `claim#${execution}`;
const alertKey = (identity: string): string => `alert#${identity}`;
/** A rule's place in an alert's item: what it started last for it. So the item grows with rules, and not with periods. */
const placeOf = (rule: string): string => `rule#${rule}`;
const holdOf = (rule: string): string => `hold#${rule}`;

/** What a rule started, and for which period. */
type Entry = Started & Pick<Period, 'episode' | 'startsAt'>;

const entriesOf = (item: Item | undefined): Entry[] =>
  Object.entries(item ?? {})
    .filter(([name]) => name.startsWith(placeOf('')))
    .map(([, entry]) => entry as Entry)
    .sort((a, b) => (a.execution < b.execution ? -1 : 1));

/** What was started for one period. */
const startedFor = (item: Item | undefined, period: Period): Started[] =>
  entriesOf(item)
    .filter(({ episode }) => episode === period.episode)
    .map(({ execution, remediates, target }) => ({ execution, remediates, ...(target !== undefined && { target }) }));

/** Who may start an execution, and what is known of an alert: what was started for it, that it is held, that it has cleared. */
export const claims = (items: Items) => ({
  /** All that the ledger knows of what a rule is about to do, in one read. */
  async facts({ execution, rule, period, target }: Question): Promise<Facts> {
    const pks = [claimKey(execution), alertKey(period.identity), targetKey(rule, target), ruleKey(rule)];
    const found = await items.getAll(target === undefined ? pks : [...pks, lockKey(target)]);
    const claim = found.get(claimKey(execution));
    const alert = found.get(alertKey(period.identity));
    const held = alert?.[holdOf(rule)] as { episode: string; until: string } | undefined;
    const lock = target === undefined ? undefined : lockOf(found.get(lockKey(target)), items.now());
    return {
      ...(claim && {
        claim: {
          by: claim.claimedBy as string,
          at: new Date(claim.claimedAt as number).toISOString(),
          started: claim.done as boolean,
        },
      }),
      ...(alert?.cleared !== undefined && { cleared: alert.cleared as Cleared }),
      ...(held?.episode === period.episode && { heldUntil: held.until }),
      ...(lock && { lock }),
      counts: countsOf(found.get(targetKey(rule, target)), found.get(ruleKey(rule))),
      started: startedFor(alert, period),
    };
  },

  /**
   * Claims an execution's name for a decision; the same decision may claim again, and goes on where it was.
   * @param options.takeoverAfterSeconds a claim of that age that was never marked started is free for another decision: its own
   *   message has been given up by then.
   */
  async claim(
    execution: string,
    { by, takeoverAfterSeconds }: { by: string; takeoverAfterSeconds: number },
  ): Promise<ClaimReply> {
    const at = items.now().getTime();
    const won = await items.put(
      { pk: claimKey(execution), claimedBy: by, claimedAt: at, done: false, expires: items.expiry(life) },
      {
        when: 'attribute_not_exists(pk) OR expires <= :now OR (done = :no AND claimedAt <= :old AND claimedBy <> :by)',
        values: { ':no': false, ':old': at - takeoverAfterSeconds * 1000, ':by': by },
      },
    );
    if (won) return { mine: true, started: false, by };
    const held = await items.get(claimKey(execution));
    // Given back between the write and the read: the sender's next notification finds it free.
    if (!held) return { mine: false, started: false, by: 'another delivery' };
    return { mine: held.claimedBy === by, started: held.done as boolean, by: held.claimedBy as string };
  },

  /** Marks that everything which follows from winning the claim was done, so that a redelivery has nothing left to do. */
  async started(execution: string, by: string): Promise<void> {
    await items.update(
      claimKey(execution),
      'SET done = :yes',
      { ':yes': true },
      {
        when: 'claimedBy = :by',
        values: { ':by': by },
      },
    );
  },

  /** Gives a claim back that was won but could not be used, so that a later notification may try again. */
  async unclaim(execution: string, by: string): Promise<void> {
    await items.remove(claimKey(execution), {
      when: 'claimedBy = :by AND done = :no',
      values: { ':by': by, ':no': false },
    });
  },

  /**
   * Notes what a rule is about to start for a period of an alert, in place of what it started for an earlier one.
   * @returns all that rules start for that period, so that of two who note at once one sees the other.
   */
  async onEpisode(period: Period, rule: string, started: Started): Promise<Started[]> {
    const { identity, episode, startsAt } = period;
    const entry: Entry = { ...started, episode, startsAt };
    const noted = await items.update(
      alertKey(identity),
      'SET expires = :expires, #place = :entry',
      { ':expires': items.expiry(life), ':entry': entry },
      {
        // A message that was delayed does not hide what was started for a newer period.
        when: 'attribute_not_exists(#place) OR #place.startsAt <= :startsAt',
        names: { '#place': placeOf(rule) },
        values: { ':startsAt': startsAt },
      },
    );
    return startedFor(noted ?? (await items.get(alertKey(identity))), period);
  },

  /** Takes back that a rule is about to start something. */
  async offEpisode({ identity }: Period, rule: string, execution: string): Promise<void> {
    await items.update(
      alertKey(identity),
      'REMOVE #place',
      {},
      {
        when: '#place.execution = :execution',
        names: { '#place': placeOf(rule) },
        values: { ':execution': execution },
      },
    );
  },

  /** Notes that a rule will look at a period of an alert again. */
  async holdUntil({ identity, episode }: Period, rule: string, until: string): Promise<void> {
    await items.update(
      alertKey(identity),
      'SET expires = :expires, #hold = :hold',
      { ':expires': items.expiry(life), ':hold': { episode, until } },
      { names: { '#hold': holdOf(rule) } },
    );
  },

  /** Notes that an alert has cleared, unless a later end is known. */
  async noteEnd({ identity }: Period, cleared: Cleared): Promise<void> {
    await items.update(
      alertKey(identity),
      'SET expires = :expires, cleared = :cleared',
      { ':expires': items.expiry(life), ':cleared': cleared },
      {
        when: 'attribute_not_exists(cleared) OR cleared.endedAt <= :endedAt',
        values: { ':endedAt': cleared.endedAt },
      },
    );
  },

  /** Names of the executions that the end of an alert is about. @param endedAt ISO; when it ended, if its sender says so. */
  async executionsOf(period: Period, endedAt?: string): Promise<string[]> {
    const item = await items.get(alertKey(period.identity));
    return endedBy(entriesOf(item), period, endedAt).map(({ execution }) => execution);
  },
});
