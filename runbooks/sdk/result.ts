import { TerminalError } from './errors.ts';
import { isPointer } from './scope.ts';
import type { Json } from './wire.ts';

/**
 * The result of a step as the steps after it will read it: `undefined` is null, `undefined` members are left out.
 * @throws TerminalError that shows where something is that JSON cannot hold, such as a Date or a function.
 */
export const asJson = (value: unknown, step: string): Json => {
  const fault = isPointer(value) ? `${step} is an object with only a $pointer` : faultIn(value, step, []);
  if (fault)
    throw new TerminalError(`The result of “${step}” cannot be kept: ${fault}. Return plain JSON values only.`);
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
};

const faultIn = (value: unknown, path: string, above: object[]): string | undefined => {
  if (value === null || ['undefined', 'string', 'boolean'].includes(typeof value)) return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value !== 'object') return `${path} is a ${typeof value}`;
  if (above.includes(value)) return `${path} holds itself`;
  if (!Array.isArray(value) && !isPlain(value)) return `${path} is a ${value.constructor?.name ?? 'class instance'}`;
  for (const [key, member] of Object.entries(value)) {
    const fault = faultIn(member, `${path}.${key}`, [...above, value]);
    if (fault) return fault;
  }
  return undefined;
};

const isPlain = (value: object): boolean => {
  const form = Object.getPrototypeOf(value);
  return form === null || Object.getPrototypeOf(form) === null;
};
