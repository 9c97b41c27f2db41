import { paramsSchema } from './params.ts';
import type { RunbookValue } from './runbook.ts';
import { renderTarget, usedBy } from './target.ts';

/**
 * The template of a runbook's target, found by calling its function with marks in place of values, and tried with samples.
 * @returns null when the runbook has no target.
 * @throws Error that says why the function is no plain template: those who only know the template must find the same target.
 */
export const targetTemplate = (runbook: RunbookValue): string | null => {
  if (!runbook.target) return null;
  const target = runbook.target as (params: Record<string, unknown>) => string;
  const { properties = {}, required = [] } = paramsSchema(runbook) as {
    properties?: Record<string, { type?: string; default?: unknown }>;
    required?: string[];
  };
  const filled = (value: (name: string, index: number) => unknown) =>
    Object.fromEntries(Object.keys(properties).map((name, index) => [name, value(name, index)]));

  const template = target(filled((name) => `{${name}}`));
  const samples = [0, 1].map((turn) =>
    filled((name, index) => sample(properties[name]?.type, `${name} ${turn}`, index + turn)),
  );
  if (!samples.every((params) => target(params) === renderTarget(template, params))) {
    throw new Error('it does more than put parameters into a text');
  }
  const used = usedBy(template);
  if (used.length === 0) throw new Error('it uses no parameter, so that all runs would have the same target');
  const missing = used.filter((name) => !required.includes(name) && properties[name]?.default === undefined);
  if (missing.length > 0) throw new Error(`it uses a parameter that may be missing: ${missing.join(', ')}`);
  return template;
};

const sample = (type: string | undefined, text: string, number: number): unknown => {
  if (type === 'number' || type === 'integer') return number;
  if (type === 'boolean') return number % 2 === 0;
  return type === 'object' ? { B: number, A: `of ${text}` } : `A sample of ${text}`;
};
