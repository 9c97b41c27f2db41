import { paramsSchema } from './params.ts';
import type { RunbookValue } from './runbook.ts';
import type { Json } from './wire.ts';

const hole = /\{([^{}]*)\}/g;

/**
 * The target of a run, from a runbook's template and its parameters: `ec2:{instance}` is `ec2:i-0abc`.
 * @returns undefined when a parameter of the template is missing or is no text and no number.
 */
export const renderTarget = (template: string, params: Readonly<Record<string, unknown>>): string | undefined => {
  const parts = new Map(Object.entries(params).filter(([, value]) => ['string', 'number'].includes(typeof value)));
  const names = [...template.matchAll(hole)].map(([, name]) => name!);
  return names.every((name) => parts.has(name))
    ? template.replace(hole, (_all, name) => String(parts.get(name)))
    : undefined;
};

/**
 * The template of a runbook's target, found by calling its function with marks in place of values, and tried with samples.
 * @returns null when the runbook has no target.
 * @throws Error that says why the function is no plain template: those who only know the template must find the same target.
 */
export const targetTemplate = (runbook: RunbookValue): string | null => {
  if (!runbook.target) return null;
  const target = runbook.target as (params: Record<string, unknown>) => string;
  const { properties = {}, required = [] } = paramsSchema(runbook) as {
    properties?: Record<string, { type?: string; default?: Json }>;
    required?: string[];
  };
  const names = Object.keys(properties).filter((name) =>
    ['string', 'number', 'integer'].includes(properties[name]!.type ?? ''),
  );
  const filled = (value: (name: string, index: number) => unknown) =>
    Object.fromEntries(names.map((name, index) => [name, value(name, index)]));

  const template = target(filled((name) => `{${name}}`));
  const samples = [
    filled((name, index) => (properties[name]!.type === 'string' ? `Sample ${index} of ${name}` : index + 7)),
    filled((name, index) => (properties[name]!.type === 'string' ? `${name}/${index}` : 1000 - index)),
  ];
  if (!samples.every((sample) => target(sample) === renderTarget(template, sample))) {
    throw new Error('it does more than put parameters into a text');
  }
  const used = [...template.matchAll(hole)].map(([, name]) => name!);
  const loose = used.filter((name) => !required.includes(name) && properties[name]?.default === undefined);
  if (loose.length > 0) throw new Error(`it uses the optional parameter ${loose.join(', ')}`);
  if (used.length === 0) throw new Error('it uses no parameter, so that all runs would have the same target');
  return template;
};
