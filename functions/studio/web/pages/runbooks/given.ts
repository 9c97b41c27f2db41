import type { Ask, Routes } from '../../../contract.ts';
import type { Parameter } from './schema.ts';

type Params = Ask<Routes['runRunbook']>['body']['params'];

/** A form's fields as parameters, or what is wrong with each field; an empty field is not given. */
export const given = (
  parameters: readonly Parameter[],
  fields: Readonly<Record<string, string>>,
): { params: Params; faults: Record<string, string> } => {
  const params: Params = {};
  const faults: Record<string, string> = {};
  for (const { name, kind, required, whole } of parameters) {
    const text = fields[name] ?? '';
    if (text.trim() === '') {
      if (required) faults[name] = 'It is needed.';
    } else if (kind === 'number') {
      const number = Number(text);
      if (Number.isNaN(number) || (whole && !Number.isInteger(number)))
        faults[name] = whole ? 'It is a whole number.' : 'It is a number.';
      else params[name] = number;
    } else if (kind === 'boolean') params[name] = text === 'true';
    else if (kind === 'json') {
      try {
        params[name] = JSON.parse(text);
      } catch (error) {
        faults[name] = `It is no JSON: ${(error as Error).message}.`;
      }
    } else params[name] = text;
  }
  return { params, faults };
};
