import { isDeepStrictEqual } from 'node:util';
import type { Live } from '../core/live.ts';
import { type RuleSet, ruleSet } from '../core/rules/set.ts';
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
 * Keeps what is live, read anew at most once a second; the rule set is built anew only when its version changes. Callers at the
 * same time share one read. A read that fails is not kept, and fails those who waited for it.
 */
export const current = (world: CurrentWorld): (() => Promise<Current>) => {
  let rules: RuleSet | undefined;
  let mappings: Mapping[] = [];
  let reading: { at: number; found: Promise<Current> } | undefined;

  const read = async (): Promise<Current> => {
    const live = await world.live();
    const version = live.ruleSet?.version ?? 0;
    if (rules?.version !== version) {
      rules = ruleSet(version, version === 0 ? [] : await world.ruleSet(version));
      if (rules.unreadable.length > 0)
        console.error(
          `Rule set ${version} holds rules that cannot be read: ${rules.unreadable.join(', ')}. Apply it again.`,
        );
    }
    // One that did not change stays the same value, since its expressions were read for it.
    mappings = live.mappings.map(
      ({ mapping }) => mappings.find((known) => isDeepStrictEqual(known, mapping)) ?? mapping,
    );
    return { live, rules, mappings };
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
