import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Live, RuleSetHead } from '../core/live.ts';
import { type RuleSet, ruleSetInTurns } from '../core/rules/set.ts';
import type { Mapping } from '../core/sources/mapping.ts';

/** What changes without a deploy, and where it is read. */
export interface CurrentWorld {
  live(): Promise<Live>;
  /** The rules of a version as their authors wrote them. */
  ruleSet(version: number): Promise<unknown[]>;
  now(): Date;
}

/** What is live, with its rules ready to be asked. */
export interface Current {
  live: Live;
  rules: RuleSet;
  mappings: Mapping[];
}

/** A switch that somebody turns off takes effect within this time in every warm Lambda. */
const freshMs = 1000;
/**
 * For so long after a new rule set was applied the one before may still be asked while the new one is made ready. It is a set's
 * age that counts, not since when it is known here: a Lambda that slept through it must not go by an old set when it wakes.
 */
const graceMs = 3000;
/** Of that, what is waited all the same: sets of usual size are ready by then. */
const patienceMs = 200;

/**
 * Keeps what is live, read anew at most once a second; the rule set is built anew only when its version changes, and a large
 * one beside the matching. So a new set is asked at once as a rule, and within four seconds always. Callers at the same time
 * share one read. A read that fails is not kept, and fails those who waited for it.
 */
export const current = (world: CurrentWorld): (() => Promise<Current>) => {
  let rules: RuleSet | undefined;
  let building: { version: number; built: Promise<RuleSet> } | undefined;
  let mappings: Mapping[] = [];
  let reading: { at: number; found: Promise<Current> } | undefined;

  const build = async (version: number): Promise<RuleSet> => {
    const sources = version === 0 ? [] : await world.ruleSet(version);
    const built = await ruleSetInTurns(version, sources, nextTurn);
    if (built.unreadable.length > 0)
      console.error(
        `Rule set ${version} holds rules that cannot be read: ${built.unreadable.join(', ')}. Apply it again.`,
      );
    return built;
  };

  const built = (version: number): Promise<RuleSet> => {
    if (building?.version === version) return building.built;
    const mine = { version, built: build(version) };
    building = mine;
    mine.built.then(
      (set) => {
        // Unless a still newer one is on its way.
        if (building === mine) rules = set;
      },
      (error: unknown) => {
        console.error(`Rule set ${version} could not be made ready; it is tried again.`, error);
        if (building === mine) building = undefined;
      },
    );
    return mine.built;
  };

  const rulesOf = async (head: RuleSetHead | undefined): Promise<RuleSet> => {
    const version = head?.version ?? 0;
    if (rules?.version === version) return rules;
    const next = built(version);
    const isNew = head && world.now().getTime() - Date.parse(head.at) < graceMs;
    return rules && isNew ? Promise.race([next, pause(patienceMs, rules, { ref: false })]) : next;
  };

  const read = async (): Promise<Current> => {
    const live = await world.live();
    const set = await rulesOf(live.ruleSet);
    // One that did not change stays the same value, since its expressions were read for it.
    mappings = live.mappings.map(
      ({ mapping }) => mappings.find((known) => isDeepStrictEqual(known, mapping)) ?? mapping,
    );
    return { live, rules: set, mappings };
  };

  return () => {
    const at = world.now().getTime();
    if (!reading || at - reading.at >= freshMs) {
      const found = read();
      reading = { at, found };
      found.catch(() => {
        if (reading?.found === found) reading = undefined;
      });
    }
    return reading.found;
  };
};
