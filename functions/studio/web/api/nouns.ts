import type { Answer, Routes, WholeExecution } from '../../contract.ts';

/** The contract's nouns by the names that pages use. */
export type Execution = WholeExecution['execution'];
export type Approval = WholeExecution['approvals'][number];
export type Plan = NonNullable<Approval['plan']>;
export type Decision = Answer<Routes['showDecision']>;
export type Alert = NonNullable<Decision['alert']>;
export type RuleDecision = Decision['rules'][number];
export type Me = Answer<Routes['whoami']>;
export type RunbookRow = Answer<Routes['listRunbooks']>['items'][number];
export type Switch = Answer<Routes['setSwitch']>;
export type Fault = Answer<Routes['checkRules']>['faults'][number];
export type Backtested = Answer<Routes['backtestRules']>;
export type Activity = Answer<Routes['listRuleActivity']>['items'][number];
export type Unmatched = Answer<Routes['listUnmatched']>['items'][number];
