import { CommandError } from './exit.ts';

type Schema = { type?: string | string[]; [key: string]: unknown };
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A value for a parameter, typed by what its schema says: texts are taken as they are, everything else is JSON. */
const typed = (name: string, text: string, { type, anyOf, oneOf }: Schema): Json => {
  const types = [
    type,
    ...[anyOf, oneOf].flatMap((some) => (some as Schema[] | undefined)?.map((one) => one.type)),
  ].flat();
  if (types.length === 1 && types[0] === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    if (types.includes('string') || types.every((one) => one === undefined)) return text;
    throw new CommandError(
      2,
      `Parameter ${name} is to be ${types.join(' or ')}, but ${JSON.stringify(text)} is not.`,
      'Write it as JSON.',
    );
  }
};

/**
 * `k=v` texts as parameters of a runbook.
 * @throws CommandError for what has no `=`, and for a parameter that the runbook does not have.
 */
export const paramsOf = (pairs: readonly string[], schema: Record<string, unknown>): Record<string, Json> => {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, text] = /^([^=]+)=([\s\S]*)$/.exec(pair) ?? [];
      if (name === undefined)
        throw new CommandError(2, `${JSON.stringify(pair)} is no parameter.`, 'Write --param name=value.');
      if (!Object.hasOwn(properties, name) && schema.additionalProperties === false)
        throw new CommandError(
          2,
          `The runbook has no parameter ${name}.`,
          `It has: ${Object.keys(properties).join(', ')}.`,
        );
      return [name, typed(name, text!, properties[name] ?? {})];
    }),
  );
};
