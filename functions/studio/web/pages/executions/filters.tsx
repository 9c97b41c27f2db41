import { executionStatuses } from '../../../contract.ts';
import { useLive } from '../../api/use-live.ts';
import { Choice } from '../../parts/choice.tsx';
import { Since } from '../../parts/since.tsx';
import { Typed } from '../../parts/typed.tsx';
import type { Filter } from './use-filter.ts';

export type Field = 'status' | 'rule' | 'runbook' | 'target' | 'since';

/** Narrows the list of executions. */
export const Filters = ({ filter, choose }: { filter: Filter<Field>; choose(to: Filter<Field>): void }) => {
  const rules = useLive('listRules', {}).answer?.rules ?? [];
  const runbooks = useLive('listRunbooks', {}).answer?.items ?? [];
  return (
    <search className="filters">
      <Choice
        label="Status"
        any="Any status"
        value={filter.status}
        options={executionStatuses}
        choose={(status) => choose({ status })}
      />
      <Choice
        label="Rule"
        any="Any rule"
        value={filter.rule}
        options={rules.map(({ name }) => name)}
        choose={(rule) => choose({ rule })}
      />
      <Choice
        label="Runbook"
        any="Any runbook"
        value={filter.runbook}
        options={runbooks.map(({ runbook }) => runbook)}
        choose={(runbook) => choose({ runbook })}
      />
      <Typed label="Target" placeholder="ec2:i-0abc" value={filter.target} choose={(target) => choose({ target })} />
      <Since value={filter.since} choose={(since) => choose({ since })} />
    </search>
  );
};
