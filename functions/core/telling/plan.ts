import type { Plan } from '#runbooks/sdk/wire.ts';

const callCharacters = 300;

const short = (text: string): string => (text.length > callCharacters ? `${text.slice(0, callCharacters - 1)}…` : text);

/** What a plan would do, a line for each step and one for each call that is known by now. */
export const planLines = ({ steps }: Plan): string[] =>
  steps.flatMap(({ step, kind, calls, open }) => [
    `${step} (${kind})${open ? `: ${open}` : ''}`,
    ...calls.map(({ system, verb, args }) =>
      short(`${step}: ${system}.${verb}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`),
    ),
  ]);
