import type { Manifest } from '#runbooks/sdk/wire.ts';
import type { Mapping } from './sources/mapping.ts';

/** What a kill switch stops. `everything` is the environment. */
export type SwitchScope = { kind: 'everything' } | { kind: 'rule' | 'runbook' | 'target'; name: string };

/** A switch that was set by a person; `off` stops every new execution and every further remediate step in its scope. */
export interface Switch {
  scope: SwitchScope;
  off: boolean;
  by: string;
  at: string;
  reason?: string;
}

/** Which digest of a runbook is live, with what the matcher needs of its manifest. */
export interface Release {
  runbook: string;
  digest: string;
  params: Manifest['params'];
  target: string | null;
  /** Whether the runbook changes the world: has a remediate step. */
  remediates: boolean;
  releasedAt: string;
  by: string;
}

/** One published digest of a runbook. */
export interface RunbookVersion {
  runbook: string;
  digest: string;
  manifest: Manifest;
  /** ISO. */
  publishedAt: string;
  by: string;
}

/** Which version of the rule set: since when, by whom, and how many rules it has. */
export interface RuleSetHead {
  version: number;
  at: string;
  by: string;
  rules: number;
}

/** How a sender without a reader is read, and who said so. */
export interface AppliedMapping {
  mapping: Mapping;
  by: string;
  at: string;
}

/** Who is told of a heartbeat that does not come any more. */
export interface HeartbeatWatch {
  slack?: string;
  /** A service of PagerDuty, as its secret names it. */
  pagerduty?: string;
  /** How many of its usual intervals one may be late. */
  missed: number;
  by: string;
  at: string;
}

/** All that changes without a deploy, read in one query. */
export interface Live {
  /** Undefined until a set was applied. */
  ruleSet: RuleSetHead | undefined;
  switches: Switch[];
  releases: Release[];
  mappings: AppliedMapping[];
  /** Undefined until somebody asked to be told. */
  heartbeats: HeartbeatWatch | undefined;
}

/** Whether a switch stops this; the first that does. */
export const stoppedBy = (
  switches: Switch[],
  at: { rule?: string; runbook: string; target?: string },
): Switch | undefined =>
  switches.find(
    ({ off, scope }) =>
      off &&
      (scope.kind === 'everything' ||
        (scope.kind === 'rule' && scope.name === at.rule) ||
        (scope.kind === 'runbook' && scope.name === at.runbook) ||
        (scope.kind === 'target' && scope.name === at.target)),
  );
