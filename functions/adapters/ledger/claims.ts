import type { Facts, Started } from '#functions/core/guardrails/facts.ts';
import { endedBy, type Period } from '#functions/core/period.ts';
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
const cooldownKey = (rule: string, target = ''): string => `cooldown#${JSON.stringify([rule, target])}`;
const alertKey = (identity: string): string => `alert#${identity}`;
/** A rule's place in an alert's item: what it started last for it. So the item grows with rules, and not with periods. */
const placeOf = (rule: string): string => `rule#${rule}`;

/** What a rule started, and for which period. */
type Entry = Started & Pick<Period, 'episode' | 'startsAt'>;

const entriesOf = (item: Item | undefined): Entry[] =>
  Object.entries(item ?? {})
    .filter(([name]) => name.startsWith(placeOf('')))
    .map(([, entry]) => entry as Entry)
    .sort((a, b) => (a.execution < b.execution ? -1 : 1));

/** Who may start an execution, what was started for an episode, and when a rule may run on a target again. */
export const claims = (items: Items) => ({
  /** All that the ledger knows of what a rule is about to do, in one read. */
  async facts({ execution, rule, period, target }: Question): Promise<Facts> {
    const pks = [claimKey(execution), cooldownKey(rule, target), alertKey(period.identity)];
    const found = await items.getAll(target === undefined ? pks : [...pks, lockKey(target)]);
    const claim = found.get(claimKey(execution));
    const cooldown = found.get(cooldownKey(rule, target));
    const lock = target === undefined ? undefined : lockOf(found.get(lockKey(target)), items.now());
    return {
      ...(claim && {
        claim: {
          by: claim.claimedBy as string,
          at: new Date(claim.claimedAt as number).toISOString(),
          started: claim.done as boolean,
        },
      }),
      ...(cooldown &&
        (cooldown.coolUntil as number) > items.now().getTime() && {
          cooldown: {
            execution: cooldown.execution as string,
            until: new Date(cooldown.coolUntil as number).toISOString(),
          },
        }),
      ...(lock && { lock }),
      started: entriesOf(found.get(alertKey(period.identity)))
        .filter(({ episode }) => episode === period.episode)
        .map(({ execution, remediates, target }) => ({
          execution,
          remediates,
          ...(target !== undefined && { target }),
        })),
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

  /** Starts a cooldown; repeated for the same execution it keeps its first end. */
  async cool(rule: string, target: string | undefined, execution: string, seconds: number): Promise<void> {
    const coolUntil = items.now().getTime() + seconds * 1000;
    await items.put(
      { pk: cooldownKey(rule, target), execution, coolUntil, expires: items.expiry(seconds) },
      { when: 'attribute_not_exists(pk) OR execution <> :execution', values: { ':execution': execution } },
    );
  },

  /** Notes what a rule started for a period of an alert, in place of what it started for an earlier one. */
  async onEpisode({ identity, episode, startsAt }: Period, rule: string, started: Started): Promise<void> {
    const entry: Entry = { ...started, episode, startsAt };
    await items.update(
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
  },

  /** Names of the executions that the end of an alert is about. @param endedAt ISO; when it ended, if its sender says so. */
  async executionsOf(period: Period, endedAt?: string): Promise<string[]> {
    const item = await items.get(alertKey(period.identity));
    return endedBy(entriesOf(item), period, endedAt).map(({ execution }) => execution);
  },
});
