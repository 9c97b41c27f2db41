import type { RouteName } from './contract.ts';

/** What people are to Wolfe; somebody may be several things. */
export const roles = ['viewer', 'operator', 'author', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who asks. */
export interface Person {
  name: string;
  roles: Role[];
  /** Owners of rules and runbooks are teams; an admin is in all of them. */
  teams: string[];
}

const everybody: readonly Role[] = roles;
const operators: readonly Role[] = ['operator', 'admin'];
const authors: readonly Role[] = ['author', 'admin'];

/** Who may use which route. What belongs to a team asks `owns` as well, in the route. */
export const access: Record<RouteName, readonly Role[]> = {
  whoami: everybody,
  listExecutions: everybody,
  showExecution: everybody,
  showResult: everybody,
  listDecisions: everybody,
  showDecision: everybody,
  listUnmatched: everybody,
  listApprovals: everybody,
  listRunbooks: everybody,
  showRunbook: everybody,
  listRules: everybody,
  listRuleSets: everybody,
  showRuleSet: everybody,
  listSwitches: everybody,
  listMappings: everybody,
  listHeartbeats: everybody,
  readAlerts: everybody,
  listRuleActivity: everybody,
  checkRules: everybody,
  backtestRules: everybody,
  diffRules: everybody,
  explainRules: everybody,
  sendAlert: operators,
  cancelExecution: operators,
  answerApproval: operators,
  runRunbook: operators,
  setSwitch: operators,
  applyRules: authors,
  rollbackRules: authors,
  applyMappings: authors,
  removeMapping: authors,
  watchHeartbeats: authors,
};

/** Whether one of the person's roles opens the route. */
export const may = (person: Person, route: RouteName): boolean =>
  person.roles.some((role) => access[route].includes(role));

/** Whether what this team owns is the person's to decide about. */
export const owns = (person: Person, owner: string | undefined): boolean =>
  person.roles.includes('admin') || (owner !== undefined && person.teams.includes(owner));

/** Whether the person may answer an ask of a run: an operator of the team that owns its rule or its runbook. */
export const mayAnswer = (person: Person, owners: { rule?: string; runbook?: string }): boolean =>
  may(person, 'answerApproval') && (owns(person, owners.rule) || owns(person, owners.runbook));
