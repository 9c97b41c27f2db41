import { useLive } from '../../api/use-live.ts';
import { Choice } from '../../parts/choice.tsx';
import { Since } from '../../parts/since.tsx';
import { Typed } from '../../parts/typed.tsx';
import type { Filter } from '../executions/use-filter.ts';

export type Field = 'kind' | 'rule' | 'alert' | 'since';

const kinds = ['started', 'shadow', 'duplicate', 'refused', 'invalid', 'resolved', 'unmatched', 'set aside'];

/** Narrows the list of decisions. */
export const Filters = ({ filter, choose }: { filter: Filter<Field>; choose(to: Filter<Field>): void }) => {
  const rules = useLive('listRules', {}).answer?.rules ?? [];
  return (
    <search className="filters">
      <Choice label="Came to" any="Anything" value={filter.kind} options={kinds} choose={(kind) => choose({ kind })} />
      <Choice
        label="Rule"
        any="Any rule"
        value={filter.rule}
        options={rules.map(({ name }) => name)}
        choose={(rule) => choose({ rule })}
      />
      <Typed
        label="Alert's name"
        placeholder="NodeDiskPressure"
        value={filter.alert}
        choose={(alert) => choose({ alert })}
      />
      <Since value={filter.since} choose={(since) => choose({ since })} />
    </search>
  );
};
