import type { Plan } from '../../api/nouns.ts';
import { Plain } from '../../show/plain.tsx';

const argument = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What would be done, step by step, with the calls it would make. */
export const PlanView = ({ plan }: { plan: Plan }) => (
  <div>
    <ol aria-label="Plan">
      {plan.steps.map(({ step, kind, calls, open }) => (
        <li key={step}>
          <b>{step}</b> <span className="faint">{kind}</span>
          {calls.map(({ system, verb, args }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a plan never changes.
            <div key={index}>
              <code>
                {system}.{verb}(<Plain text={args.map(argument).join(', ')} />)
              </code>
            </div>
          ))}
          {open && (
            <div className="faint">
              <Plain text={open} />
            </div>
          )}
        </li>
      ))}
    </ol>
    <span className="faint">
      An answer holds for this plan only: <code title={plan.digest}>{plan.digest.slice(0, 12)}</code>
    </span>
  </div>
);
