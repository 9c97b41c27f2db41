import { canonical } from '#runbooks/sdk/digest.ts';
import type { Alert } from '../../core/alert.ts';
import type { Live, RuleSetHead } from '../../core/live.ts';
import { documentsOf } from '../../core/rules/document.ts';
import { explain } from '../../core/rules/explain.ts';
import { readRule } from '../../core/rules/read.ts';
import { checkFiles } from '../../core/rules/set.ts';
import { owns, type Person } from '../access.ts';
import type { Explanation, RuleFile, RuleView } from '../contract.ts';
import { conflict, forbidden, RefusedError, unknown } from '../refusal.ts';
import { byName, ruleView } from '../rule-view.ts';
import type { Handlers } from '../serve.ts';

/** What rules need from the world. */
export interface RulesWorld {
  live(): Promise<Live>;
  /** Rules of a version as their authors wrote them. */
  ruleSet(version: number): Promise<unknown[]>;
  ruleSets(): Promise<RuleSetHead[]>;
  /** @throws RuleSetConflictError when another version is live than the one expected. */
  apply(rules: unknown[], by: string, expectedVersion?: number): Promise<{ version: number }>;
}

type Names =
  | 'listRules'
  | 'listRuleSets'
  | 'showRuleSet'
  | 'checkRules'
  | 'explainRules'
  | 'applyRules'
  | 'rollbackRules';

const explained = (source: unknown, alert: Alert): Explanation[] => {
  const { rule } = readRule(source);
  return rule ? [{ rule: rule.name, ...explain(rule.when, alert) }] : [];
};

/** Rules that an apply would add, change or remove. */
const touched = (before: readonly unknown[], after: readonly unknown[]): RuleView[] => {
  const [old, fresh] = [byName(before), byName(after)];
  const differ = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (name) => !old.has(name) || !fresh.has(name) || canonical(old.get(name)) !== canonical(fresh.get(name)),
  );
  return differ.flatMap((name) => [old.get(name), fresh.get(name)].filter((rule) => rule !== undefined).map(ruleView));
};

/** An author changes the rules of their own teams; an admin all. */
const mayChange = (person: Person, rules: RuleView[]): void => {
  const foreign = rules.filter(({ owner }) => !owns(person, owner));
  if (foreign.length > 0)
    throw forbidden(
      `${person.name} may not change ${[...new Set(foreign.map(({ name, owner }) => `${name} (of ${owner})`))].join(', ')}.`,
      'Apply a set that leaves them as they are, or ask their team or an admin.',
    );
};

export const rules = (world: RulesWorld): Handlers<Names> => {
  const sources = async (version: number | undefined): Promise<unknown[]> => (version ? world.ruleSet(version) : []);
  const check = async (files: RuleFile[]) => checkFiles(files, (await world.live()).releases);

  return {
    listRules: async () => {
      const { ruleSet } = await world.live();
      return {
        version: ruleSet?.version ?? 0,
        at: ruleSet?.at,
        by: ruleSet?.by,
        rules: (await sources(ruleSet?.version)).map(ruleView),
      };
    },
    listRuleSets: async () => ({ items: await world.ruleSets() }),
    showRuleSet: async ({ params }) => {
      const head = (await world.ruleSets()).find(({ version }) => String(version) === params.version);
      if (!head) throw unknown('rule set', params.version, 'List those there are: `wolfe rules versions`.');
      return { version: head.version, at: head.at, by: head.by, rules: (await sources(head.version)).map(ruleView) };
    },
    checkRules: async ({ body }) => {
      const { rules: found = [], faults = [] } = await check(body.files);
      return { rules: found.length, faults };
    },
    explainRules: async ({ body }) => {
      const { ruleSet } = await world.live();
      const given = body.files
        ? body.files.flatMap(({ file, text }) => documentsOf(file, text).documents.map(({ value }) => value))
        : await sources(ruleSet?.version);
      const asked = given.filter((source) => body.rule === undefined || ruleView(source).name === body.rule);
      if (body.rule !== undefined && asked.length === 0)
        throw unknown('rule', body.rule, 'List those there are: `wolfe rules list`.');
      return { ruleSet: ruleSet?.version ?? 0, items: asked.flatMap((source) => explained(source, body.alert)) };
    },
    applyRules: async ({ body, person }) => {
      const { rules: found, faults } = await check(body.files);
      if (faults)
        throw new RefusedError(422, {
          code: 'faulty rules',
          message: `Nothing was applied: the set has ${faults.length} fault${faults.length === 1 ? '' : 's'}.`,
          cure: 'Put right what is listed; the live set is as it was.',
          faults: faults.map((fault) => ({ ...fault })),
        });
      const live = (await world.live()).ruleSet?.version ?? 0;
      const after = found.map(({ source }) => source);
      mayChange(person, touched(await sources(live), after));
      // Who may change what was judged against this version, so the new head must follow on it.
      const { version } = await world.apply(after, person.name, body.expectedVersion ?? live);
      return { version, rules: after.length };
    },
    rollbackRules: async ({ body, person }) => {
      const [live, before] = await world.ruleSets();
      const of = body.to ?? before?.version;
      if (!live || of === undefined || of === live.version)
        throw conflict(
          'nothing to go back to',
          'There is no other version to go back to.',
          'See `wolfe rules versions`.',
        );
      const set = await world.ruleSet(of);
      mayChange(person, touched(await world.ruleSet(live.version), set));
      const { version } = await world.apply(set, person.name, live.version);
      return { version, rules: set.length, of };
    },
  };
};
