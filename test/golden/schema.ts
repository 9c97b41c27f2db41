import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Template } from './synthesize.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What CloudFormation works out itself; its type is known at the deploy only. */
const isIntrinsic = (value: unknown): boolean => {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length === 1 && /^(Ref|Fn::\w+)$/.test(keys[0]!);
};

const scalars: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  'date-time': (value) => typeof value === 'string',
  // CloudFormation takes a number or a truth as text, too; CDK never writes them so.
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

/** Faults of a value against its type, each with its place. */
const faultsIn = (db: SpecDatabase, value: unknown, type: PropertyType, at: string): string[] => {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'json':
      return [];
    case 'tag':
      return isObject(value) && 'Key' in value && 'Value' in value ? [] : [`${at}: is no tag`];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((one, index) => faultsIn(db, one, type.element, `${at}[${index}]`))
        : [`${at}: is no list`];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, one]) => faultsIn(db, one, type.element, `${at}.${key}`))
        : [`${at}: is no map`];
    case 'ref':
      return isObject(value)
        ? faultsInAll(db, value, db.get('typeDefinition', type.reference.$ref).properties, at)
        : [`${at}: is no object`];
    case 'union': {
      const answers = type.types.map((one) => faultsIn(db, value, one, at));
      return answers.some((faults) => faults.length === 0) ? [] : (answers[0] ?? []);
    }
    default:
      return scalars[type.type]!(value) ? [] : [`${at}: is no ${type.type}: ${JSON.stringify(value)}`];
  }
};

/** A property had other types before; CloudFormation still takes those. */
const faultsInProperty = (db: SpecDatabase, value: unknown, property: Property, at: string): string[] => {
  const types = [property.type, ...(property.previousTypes ?? [])];
  return faultsIn(db, value, types.length === 1 ? property.type : { type: 'union', types }, at);
};

const faultsInAll = (
  db: SpecDatabase,
  values: Record<string, unknown>,
  properties: Record<string, Property>,
  at: string,
): string[] => [
  ...Object.entries(values).flatMap(([name, value]) => {
    const property = properties[name];
    return property ? faultsInProperty(db, value, property, `${at}.${name}`) : [`${at}.${name}: is not known`];
  }),
  ...Object.entries(properties)
    .filter(([name, { required }]) => required && !(name in values))
    .map(([name]) => `${at}.${name}: is required`),
];

/** Every property of every resource, against what AWS publishes of its types. @returns all faults, each with its place */
export const schemaFaults = (db: SpecDatabase, template: Template): string[] =>
  Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    // A custom resource has whatever properties its provider reads.
    if (Type.startsWith('Custom::')) return [];
    const resource = db.lookup('resource', 'cloudFormationType', 'equals', Type).at(0);
    return resource
      ? faultsInAll(db, Properties, resource.properties, `${id} (${Type})`)
      : [`${id}: there is no ${Type}`];
  });
