/** What a form needs to know of one parameter's JSON Schema. */
export interface Parameter {
  name: string;
  kind: 'text' | 'number' | 'boolean' | 'choice' | 'json';
  required: boolean;
  description?: string;
  choices?: string[];
  /** As text, for a form's field. */
  fallback?: string;
  /** Whole numbers only. */
  whole?: boolean;
  /** What the schema says beyond the kind: bounds and forms, in words. */
  limits: string[];
}

type Schema = Record<string, unknown>;

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const kindOf = ({ type, enum: choices }: Schema): Parameter['kind'] => {
  if (Array.isArray(choices) && choices.every((one) => typeof one === 'string')) return 'choice';
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'boolean' ? 'boolean' : 'json';
};

const words: [string, (value: unknown) => string][] = [
  ['minimum', (value) => `at least ${value}`],
  ['exclusiveMinimum', (value) => `more than ${value}`],
  ['maximum', (value) => `at most ${value}`],
  ['exclusiveMaximum', (value) => `less than ${value}`],
  ['minLength', (value) => (value === 1 ? 'not empty' : `at least ${value} characters`)],
  ['maxLength', (value) => `at most ${value} characters`],
  ['pattern', (value) => `fits ${value}`],
];

/** Bounds that the type alone brings, such as the largest safe integer, tell nobody anything. */
const isTelling = (value: unknown): boolean =>
  !(typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER);

/** The parameters of a runbook; those that must be given come first. */
export const parametersOf = (schema: Schema): Parameter[] => {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const all = Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, one]) => ({
    name,
    kind: kindOf(one),
    required: required.has(name),
    description: typeof one.description === 'string' ? one.description : undefined,
    choices: kindOf(one) === 'choice' ? (one.enum as string[]) : undefined,
    fallback: one.default === undefined ? undefined : asText(one.default),
    whole: one.type === 'integer',
    limits: words.flatMap(([key, say]) => (one[key] !== undefined && isTelling(one[key]) ? [say(one[key])] : [])),
  }));
  return all.sort((a, b) => Number(b.required) - Number(a.required));
};
