import { RuleSetConflictError, RuleSetMissingError } from '#functions/adapters/rules/sets.ts';
import type { RulesTable } from '#functions/adapters/rules-table.ts';
import type {
  AppliedMapping,
  HeartbeatWatch,
  Release,
  RuleSetHead,
  RunbookVersion,
  Switch,
} from '#functions/core/live.ts';

/** The rules table in memory; `in` is the same table as another region sees it. */
export const fakeRules = (now: () => Date): RulesTable & { in(region: string): RulesTable } => {
  const sets: { head: RuleSetHead; rules: string }[] = [];
  const switches = new Map<string, Switch>();
  const released = new Map<string, Map<string, Release>>();
  const mappings = new Map<string, AppliedMapping>();
  let heartbeats: HeartbeatWatch | undefined;
  const versions: RunbookVersion[] = [];
  const latest = () => sets.at(-1)?.head;

  const seenFrom = (region: string): RulesTable => {
    const releases = released.get(region) ?? new Map<string, Release>();
    released.set(region, releases);
    return {
      async live() {
        return {
          ruleSet: latest(),
          switches: [...switches.values()],
          releases: [...releases.values()],
          mappings: [...mappings.values()],
          heartbeats,
        };
      },
      async ruleSet(version) {
        const set = sets.find(({ head }) => head.version === version);
        if (!set) throw new RuleSetMissingError(version);
        return JSON.parse(set.rules) as unknown[];
      },
      async apply(rules, by, expectedVersion) {
        const current = latest()?.version ?? 0;
        if (expectedVersion !== undefined && expectedVersion !== current)
          throw new RuleSetConflictError(expectedVersion, current);
        const head = { version: current + 1, at: now().toISOString(), by, rules: rules.length };
        sets.push({ head, rules: JSON.stringify(rules) });
        return { version: head.version };
      },
      async ruleSets() {
        return sets.map(({ head }) => head).reverse();
      },
      async setSwitch(state) {
        switches.set(JSON.stringify(state.scope), state);
      },
      async applyMapping(applied) {
        mappings.set(applied.mapping.source, applied);
      },
      async removeMapping(source) {
        mappings.delete(source);
      },
      async watchHeartbeats(watch) {
        heartbeats = watch;
      },
      async release(release) {
        releases.set(release.runbook, release);
      },
      async runbookVersion(version) {
        if (!versions.some(({ runbook, digest }) => runbook === version.runbook && digest === version.digest))
          versions.push(version);
      },
      async runbookVersions(runbook) {
        return versions.filter((version) => version.runbook === runbook).reverse();
      },
    };
  };
  return { ...seenFrom('eu-west-1'), in: seenFrom };
};
