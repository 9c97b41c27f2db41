import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Json } from '#runbooks/sdk/wire.ts';
import { nearest } from './nearest.ts';

/** Something wrong in a value: where (`parameters.NODE`), what, and what to do about it. */
export interface ValueFault {
  path: string;
  problem: string;
  cure: string;
}

// Schemas come from zod, which writes formats as patterns too, so `format` itself need not be known.
const ajv = new Ajv2020({
  allErrors: true,
  useDefaults: true,
  strict: false,
  validateFormats: false,
  ownProperties: true,
});

/** Compiling takes milliseconds and the same schemas come again with every alert; by text, for the object is new each time. */
const compiled = new Map<string, ValidateFunction>();
const keptSchemas = 500;

const validator = (schema: Record<string, Json>): ValidateFunction => {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known) return known;
  if (compiled.size >= keptSchemas) compiled.clear();
  const made = ajv.compile(schema);
  compiled.set(text, made);
  return made;
};

const keysOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

/** `/hosts/0/name` as people write it: `hosts[0].name`. */
const pathOf = (keys: string[]): string =>
  keys.map((key, i) => (/^\d+$/.test(key) ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');

const under = (schema: unknown, pointer: string): unknown =>
  keysOf(pointer.replace(/^#/, '')).reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
    schema,
  );

const faultOf = (
  schema: Record<string, Json>,
  { instancePath, keyword, params, message, schemaPath }: ErrorObject,
): ValueFault => {
  const keys = keysOf(instancePath);
  const path = pathOf(keys);
  switch (keyword) {
    case 'required': {
      const name = params.missingProperty as string;
      return { path: pathOf([...keys, name]), problem: 'is missing', cure: `Add ${name}; the runbook needs it.` };
    }
    case 'additionalProperties': {
      const name = params.additionalProperty as string;
      const owner = under(schema, schemaPath.slice(0, schemaPath.lastIndexOf('/'))) as
        | { properties?: object }
        | undefined;
      const names = Object.keys(owner?.properties ?? {});
      const meant = nearest(name, names);
      const cure = meant ? `Did you mean ${meant}?` : `The runbook knows ${names.join(', ') || 'no parameters'}.`;
      return { path: pathOf([...keys, name]), problem: 'is not a parameter of the runbook', cure };
    }
    case 'type': {
      const wanted = [params.type].flat().join(' or ');
      const number = /number|integer/.test(wanted)
        ? ' A label is text; "{% $number(labels.a) %}" makes it a number.'
        : '';
      return { path, problem: `must be of type ${wanted}`, cure: `Write a value of type ${wanted}.${number}` };
    }
    case 'enum':
      return {
        path,
        problem: 'is not one of the values allowed',
        cure: `Use one of ${params.allowedValues.join(', ')}.`,
      };
    default:
      return {
        path,
        problem: message ?? `breaks ${keyword}`,
        cure: 'See the parameters of the runbook.',
      };
  }
};

const has = (value: unknown, open: (value: unknown) => boolean): boolean =>
  open(value) ||
  (typeof value === 'object' && value !== null && Object.values(value).some((inner) => has(inner, open)));

/**
 * What is wrong with a value by a JSON Schema (2020-12), all of it at once. Defaults of the schema are filled into the value.
 * @param open tells of parts that are not known yet: whatever is said of their type does not count.
 */
export const schemaFaults = (
  schema: Record<string, Json>,
  value: Record<string, unknown>,
  open: (value: unknown) => boolean = () => false,
): ValueFault[] => {
  const validate = validator(schema);
  if (validate(value)) return [];
  const counts = ({ instancePath, keyword, schemaPath }: ErrorObject): boolean => {
    const at = keysOf(instancePath).reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
    // Of a choice, each branch complains of the same value; what is open may yet fit one of them.
    const choice = /\/(anyOf|oneOf)(\/|$)/.test(schemaPath) || keyword === 'not' || keyword === 'if';
    return choice ? !has(at, open) : !open(at);
  };
  return (validate.errors ?? []).filter(counts).map((error) => faultOf(schema, error));
};
