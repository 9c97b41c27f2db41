import type { Alert } from '../../core/alert.ts';
import type { Live, RuleSetHead } from '../../core/live.ts';
import { activityOf } from '../../core/rules/activity.ts';
import { backtest, meetings, samplesOf } from '../../core/rules/backtest.ts';
import { differencesOf } from '../../core/rules/difference.ts';
import { documentsOf } from '../../core/rules/document.ts';
import { explain } from '../../core/rules/explain.ts';
import { readRule } from '../../core/rules/read.ts';
import type { RuleFault } from '../../core/rules/rule.ts';
import { checkFiles, ruleSet } from '../../core/rules/set.ts';
import { owns, type Person } from '../access.ts';
import type { Explanation, RuleFile, RuleView } from '../contract.ts';
import { type LatelyWorld, lately } from '../lately.ts';
import { conflict, forbidden, RefusedError, unknown } from '../refusal.ts';
import { byName, ruleView } from '../rule-view.ts';
import type { Handlers } from '../serve.ts';

/** What rules need from the world. */
export interface RulesWorld extends LatelyWorld {
  live(): Promise<Live>;
  /** Rules of a version as their authors wrote them. */
  ruleSet(version: number): Promise<unknown[]>;
  ruleSets(): Promise<RuleSetHead[]>;
  /** @throws RuleSetConflictError when another version is live than the one expected. */
  apply(rules: unknown[], by: string, expectedVersion?: number): Promise<{ version: number }>;
}

type Names =
  | 'listRules'
  | 'listRuleActivity'
  | 'listRuleSets'
  | 'showRuleSet'
  | 'checkRules'
  | 'diffRules'
  | 'explainRules'
  | 'backtestRules'
  | 'applyRules'
  | 'rollbackRules';

/** Decisions that one answer looks over: within the seconds and the memory that a Lambda has. */
const mostDecisions = 5_000;

const explained = (source: unknown, alert: Alert): Explanation[] => {
  const { rule } = readRule(source);
  return rule ? [{ rule: rule.name, ...explain(rule.when, alert) }] : [];
};

/** Rules that an apply would add, change or remove; a changed one as it was and as it would be. */
const touched = (before: readonly unknown[], after: readonly unknown[]): RuleView[] =>
  differencesOf(byName(before), byName(after)).flatMap((one) =>
    [one.before, one.after].filter((rule) => rule !== undefined).map(ruleView),
  );

/** An author changes the rules of their own teams; an admin all. */
const mayChange = (person: Person, rules: RuleView[]): void => {
  const foreign = rules.filter(({ owner }) => !owns(person, owner));
  if (foreign.length > 0)
    throw forbidden(
      `${person.name} may not change ${[...new Set(foreign.map(({ name, owner }) => `${name} (of ${owner})`))].join(', ')}.`,
      'Apply a set that leaves them as they are, or ask their team or an admin.',
    );
};

const faulty = (message: string, faults: RuleFault[]): RefusedError =>
  new RefusedError(422, {
    code: 'faulty rules',
    message: `${message}: the set has ${faults.length} fault${faults.length === 1 ? '' : 's'}.`,
    cure: 'Put right what is listed; the live set is as it was.',
    faults: faults.map((fault) => ({ ...fault })),
  });

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
    listRuleActivity: async ({ query }) => {
      const { decisions, ...rest } = await lately(world, mostDecisions, query);
      return { items: activityOf(decisions), decisions: decisions.length, ...rest };
    },
    listRuleSets: async () => ({ items: await world.ruleSets() }),
    showRuleSet: async ({ params }) => {
      const head = (await world.ruleSets()).find(({ version }) => String(version) === params.version);
      if (!head) throw unknown('rule set', params.version, 'List those there are: `wolfe rules versions`.');
      return { version: head.version, at: head.at, by: head.by, rules: (await sources(head.version)).map(ruleView) };
    },
    checkRules: async ({ body }) => {
      const { rules: found = [], faults = [], warnings = [] } = await check(body.files);
      return { rules: found.length, faults, warnings };
    },
    diffRules: async ({ body: { files, against } }) => {
      const version = against ?? (await world.live()).ruleSet?.version ?? 0;
      const read = files.map(({ file, text }) => documentsOf(file, text));
      const faults = read.flatMap((one) => one.faults);
      if (faults.length > 0) throw faulty('Nothing was compared', faults);
      const after = read.flatMap(({ documents }) => documents.map(({ value }) => value));
      return { against: version, items: differencesOf(byName(await sources(version)), byName(after)) };
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
    backtestRules: async ({ body: { files, since: from, runSeconds } }) => {
      const { ruleSet: head, releases } = await world.live();
      const live = ruleSet(head?.version ?? 0, await sources(head?.version));
      const draft = files && checkFiles(files, releases);
      if (draft?.faults) throw faulty('Nothing was tried', draft.faults);
      const set = draft
        ? ruleSet(
            0,
            draft.rules.map(({ source }) => source),
          )
        : live;
      const { decisions, since, truncated } = await lately(world, mostDecisions, { since: from });
      const samples = samplesOf(decisions);
      const met = await meetings(
        samples.map(({ alert }) => alert),
        { set, live, releases },
      );
      return {
        ruleSet: live.version,
        report: backtest(samples, met, { rules: set.rules, runSeconds }),
        since,
        truncated,
      };
    },
    applyRules: async ({ body, person }) => {
      const { rules: found, faults } = await check(body.files);
      if (faults) throw faulty('Nothing was applied', faults);
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
