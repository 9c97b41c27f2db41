import jsonata from 'jsonata';
import type { Json } from '#runbooks/sdk/wire.ts';

/** Why an expression cannot be read, or gave no usable value. */
export class ExpressionError extends Error {
  override name = 'ExpressionError';
  readonly cure: string;
  constructor(message: string, cure: string) {
    super(message);
    this.cure = cure;
  }
}

/**
 * Bounds on one evaluation, in JSONata's own measures, none of them a time: the same alert gives the same answer on a slow
 * machine. 10,000 steps take about 25 ms; a template that picks labels takes tens.
 */
const bounds = { steps: 10_000, depth: 200, items: 10_000 } as const;

/** Functions that must not be called, by name, with what to write instead. */
const barred = new Map([
  ['eval', 'Write the expression out: text of an alert is data and is never run.'],
  ['now', 'Use startsAt: a message that is delivered twice must give the same parameters.'],
  ['millis', 'Use $toMillis(startsAt): a message that is delivered twice must give the same parameters.'],
  ['random', 'Leave it out: a message that is delivered twice must give the same parameters.'],
  ['shuffle', 'Leave it out: a message that is delivered twice must give the same parameters.'],
]);

/** Names of variables and functions anywhere in a syntax tree. */
const variablesIn = (node: unknown): string[] => {
  if (typeof node !== 'object' || node === null) return [];
  const { type, value } = node as { type?: unknown; value?: unknown };
  const own = type === 'variable' && typeof value === 'string' ? [value] : [];
  return [...own, ...Object.values(node).flatMap(variablesIn)];
};

/** JSON of what JSONata gave, without its marks on sequences; functions are no data. */
const plain = (value: unknown): Json =>
  JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => {
      const isFunction =
        typeof inner === 'function' ||
        (typeof inner === 'object' && inner !== null && ('_jsonata_lambda' in inner || '_jsonata_function' in inner));
      if (isFunction) throw new ExpressionError('gives a function', 'Call it: $uppercase(labels.env).');
      return inner;
    }),
  ) as Json;

const tooMuch = new ExpressionError(
  `takes more than ${bounds.steps} steps, ${bounds.depth} levels or ${bounds.items} items`,
  'Make it simpler, or do this in a step of the runbook.',
);

/** Where the count of an evaluation's steps stands among its variables; no author's name can have a blank. */
const counter = 'steps taken';

interface Frame {
  lookup(name: string): { steps: number };
}

/** JSONata calls this before each node of the tree that it evaluates. */
const count = (_node: unknown, _input: unknown, frame: Frame): void => {
  const taken = frame.lookup(counter);
  taken.steps += 1;
  if (taken.steps > bounds.steps) throw tooMuch;
};

/**
 * Reads a JSONata expression; the answer evaluates it on a value, and is undefined where it finds nothing there. Evaluations at
 * the same time do not see each other.
 * @throws ExpressionError when it is no JSONata or calls what is barred; so does an evaluation that fails or takes too much.
 */
export const finder = (source: string): ((input: unknown) => Promise<Json | undefined>) => {
  let read: jsonata.Expression;
  try {
    read = jsonata(source, { stack: bounds.depth, sequence: bounds.items });
  } catch (error) {
    const { message, position } = error as jsonata.JsonataError;
    throw new ExpressionError(
      `is no JSONata: ${message} (at character ${position})`,
      'See https://docs.jsonata.org; a label with dots or dashes is written in backticks: labels.`app.kubernetes.io/name`.',
    );
  }
  for (const name of variablesIn(read.ast())) {
    const cure = barred.get(name);
    if (cure) throw new ExpressionError(`calls $${name}, which rules cannot`, cure);
  }
  read.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, count);

  return async (input) => {
    let value: unknown;
    try {
      value = await read.evaluate(input, { [counter]: { steps: 0 } });
    } catch (error) {
      if (error instanceof ExpressionError) throw error;
      const { code, message } = error as jsonata.JsonataError;
      if (code === 'D1011' || code === 'D2014' || code === 'D2015') throw tooMuch;
      throw new ExpressionError(`fails: ${message}`, 'Try it on one of the alerts with `wolfe rules explain`.');
    }
    return value === undefined ? undefined : plain(value);
  };
};

/** As `finder`, for what must not be missing. @throws ExpressionError also when an evaluation gives nothing. */
export const expression = (source: string): ((input: unknown) => Promise<Json>) => {
  const find = finder(source);
  return async (input) => {
    const value = await find(input);
    if (value !== undefined) return value;
    throw new ExpressionError(
      'gives nothing for this alert',
      'Demand the field in the rule’s pattern, as [{exists: true}], or give a default: $exists(labels.a) ? labels.a : "…".',
    );
  };
};
