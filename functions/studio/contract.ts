import { alerts } from './contract/alerts.ts';
import { approvals } from './contract/approvals.ts';
import { decisions } from './contract/decisions.ts';
import { executions } from './contract/executions.ts';
import { heartbeats } from './contract/heartbeats.ts';
import { mappings } from './contract/mappings.ts';
import { rules } from './contract/rules.ts';
import { runbooks } from './contract/runbooks.ts';
import { switches } from './contract/switches.ts';
import { whoami } from './contract/whoami.ts';

/**
 * The API in one table: every route's path, question and answer. The server checks what comes in and goes out against it, and so do
 * the CLI and the web app; nothing here may need Node, for the browser loads it too.
 */
export const routes = {
  ...whoami,
  ...alerts,
  ...mappings,
  ...heartbeats,
  ...executions,
  ...decisions,
  ...approvals,
  ...runbooks,
  ...rules,
  ...switches,
};

export type Routes = typeof routes;
export type RouteName = keyof Routes;
/** The routes that change something. */
export type ChangeName = { [N in RouteName]: Routes[N]['changes'] extends true ? N : never }[RouteName];

export type { OpenApproval } from './contract/approvals.ts';
export { type Problem, problem } from './contract/common.ts';
export type { DecisionFilter } from './contract/decisions.ts';
export { type ExecutionFilter, executionStatuses, type StepView, type WholeExecution } from './contract/executions.ts';
export type { Answer, Ask, PathParams, Route } from './contract/route.ts';
export type { Explanation, RuleFile, RuleSetView, RuleView } from './contract/rules.ts';
export type { WholeRunbook } from './contract/runbooks.ts';
