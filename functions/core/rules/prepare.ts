import type { Json } from '#runbooks/sdk/wire.ts';
import type { Alert } from '../alert.ts';
import type { Release } from '../live.ts';
import { ParametersError, renderTarget, translate, validateParams } from '../parameters.ts';
import type { Rule } from './rule.ts';

/** What a rule would run for an alert. */
export interface Prepared {
  release: Release;
  params: Record<string, Json>;
  target?: string;
  /** Whether that would change the world. */
  remediates: boolean;
}

/** Parameters and target of a run, or why there can be none. */
export const prepare = async (
  rule: Rule,
  alert: Alert,
  releases: readonly Release[],
): Promise<Prepared | { reason: string }> => {
  const release = releases.find(({ runbook }) => runbook === rule.run);
  if (!release) return { reason: `runbook ${rule.run} is not released in this environment; release a version of it` };
  try {
    const params = validateParams(release.params, await translate(rule.with, alert));
    const target = renderTarget(release.target, params);
    const remediates = release.remediates && rule.mode !== 'plan';
    return { params, release, remediates, ...(target !== undefined && { target }) };
  } catch (error) {
    if (error instanceof ParametersError)
      return { reason: `the parameters of ${rule.run} do not fit: ${error.message}` };
    throw error;
  }
};
