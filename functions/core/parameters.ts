import { inTarget } from '#runbooks/sdk/target.ts';
import type { Json } from '#runbooks/sdk/wire.ts';
import type { Alert } from './alert.ts';
import { ExpressionError, expression } from './expression.ts';
import { schemaFaults, type ValueFault } from './schema.ts';

/** Parameters that cannot be made from an alert, or do not fit the runbook; every one that is wrong, with its place and cure. */
export class ParametersError extends Error {
  override name = 'ParametersError';
  readonly faults: ValueFault[];
  constructor(faults: ValueFault[]) {
    super(faults.map(({ path, problem, cure }) => `${path} ${problem}. ${cure}`).join(' '));
    this.faults = faults;
  }
}

const template = /^\s*\{%([\s\S]*)%\}\s*$/;

/** True for a text that is wholly an expression, `{% labels.node %}`, and so may turn out as a value of any type. */
export const isTemplate = (value: unknown): boolean => typeof value === 'string' && template.test(value);

const sourceOf = (text: string): string => template.exec(text)![1]!.trim();

/** Every text in a value, with its path as people write it: `parameters.NODE`, `hosts[0]`. */
const texts = (value: unknown, path: string): { path: string; text: string }[] => {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, i) => texts(item, `${path}[${i}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, path === '' ? key : `${path}.${key}`));
};

/** Expressions as they were read, by their text: reading takes ten times as long as evaluating, and a rule's come with each alert. */
const readBefore = new Map<string, ReturnType<typeof expression>>();
const keptExpressions = 2_000;

const readOnce = (source: string): ReturnType<typeof expression> => {
  const known = readBefore.get(source);
  if (known) return known;
  if (readBefore.size >= keptExpressions) readBefore.clear();
  const read = expression(source);
  readBefore.set(source, read);
  return read;
};

const faultOf = (path: string, error: unknown): ValueFault => {
  if (!(error instanceof ExpressionError)) throw error;
  return { path, problem: error.message, cure: error.cure };
};

/** What is wrong with the templates in a rule's parameters, told without an alert. */
export const templateFaults = (parameters: Record<string, unknown>): ValueFault[] =>
  texts(parameters, '').flatMap(({ path, text }) => {
    if (!isTemplate(text)) {
      if (!text.includes('{%')) return [];
      const cure = 'Make the whole text one expression: "{% \'disk-\' & labels.node %}".';
      return [{ path, problem: 'has an expression inside of other text', cure }];
    }
    try {
      expression(sourceOf(text));
      return [];
    } catch (error) {
      return [faultOf(path, error)];
    }
  });

/**
 * Makes a runbook's parameters from an alert: a text that is wholly `{% … %}` is JSONata on the alert and gives a value of its
 * own type; everything else stays as written. What an alert holds is data and is never looked at again for expressions.
 * @throws ParametersError that names each parameter whose expression fails or gives nothing.
 */
export const translate = async (parameters: Record<string, unknown>, alert: Alert): Promise<Record<string, Json>> => {
  const faults: ValueFault[] = [];
  const translated = async (value: unknown, path: string): Promise<Json> => {
    if (typeof value === 'string' && isTemplate(value)) {
      try {
        return await readOnce(sourceOf(value))(alert);
      } catch (error) {
        const fault = faultOf(path, error);
        faults.push({ ...fault, problem: `${value.trim()} ${fault.problem}` });
        return null;
      }
    }
    if (Array.isArray(value)) return Promise.all(value.map((item, i) => translated(item, `${path}[${i}]`)));
    if (typeof value !== 'object' || value === null) return value as Json;
    const entries = Object.entries(value).map(
      async ([key, inner]) => [key, await translated(inner, path === '' ? key : `${path}.${key}`)] as const,
    );
    // Not by assignment: a key may be `__proto__`.
    return Object.fromEntries(await Promise.all(entries));
  };
  const params = (await translated(parameters, '')) as Record<string, Json>;
  if (faults.length > 0) throw new ParametersError(faults);
  return params;
};

/**
 * Checks parameters against a runbook's JSON Schema.
 * @returns a copy in which what was left out has the schema's defaults.
 * @throws ParametersError that names each parameter that is missing, unknown or of the wrong kind.
 */
export const validateParams = (schema: Record<string, Json>, params: Record<string, Json>): Record<string, Json> => {
  const completed = structuredClone(params);
  const faults = schemaFaults(schema, completed);
  if (faults.length > 0) throw new ParametersError(faults);
  return completed;
};

/** Characters of a target; it is part of keys, which DynamoDB keeps short. */
const targetLength = 512;

/**
 * Names what an execution may change, from a release's template such as `ec2:{instance}`; nothing when it has none.
 * @throws ParametersError when a parameter it names is missing, empty or too long.
 */
export const renderTarget = (pattern: string | null, params: Record<string, Json>): string | undefined => {
  if (pattern === null) return undefined;
  const faults: ValueFault[] = [];
  const target = pattern.replace(/\{([^{}]+)\}/g, (_whole, path: string) => {
    const value = path
      .split('.')
      .reduce<Json | undefined>(
        (inner, key) => (Object.hasOwn(Object(inner), key) ? Object(inner)[key] : undefined),
        params,
      );
    const text = value === undefined || value === null ? '' : inTarget(value);
    if (text !== '') return text;
    const cure = `Give it a value: it names what the runbook changes, ${pattern}.`;
    faults.push({ path, problem: value === undefined ? 'is missing' : 'is empty', cure });
    return '';
  });
  if (target.length > targetLength) {
    const cure = `Check the parameters in ${pattern}: they are too long for the name of a thing.`;
    faults.push({ path: 'target', problem: `is longer than ${targetLength} characters`, cure });
  }
  if (faults.length > 0) throw new ParametersError(faults);
  return target;
};
