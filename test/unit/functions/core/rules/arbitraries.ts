import fc from 'fast-check';

/** Few keys and few values, so that random patterns and events meet often; with the keys and values that trip matchers up. */
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c') },
  { weight: 1, arbitrary: fc.constantFrom('a.b', 'b.c', '__proto__', 'constructor', '') },
);
const texts = [
  '',
  'a',
  'ab',
  'abc',
  'abcabc',
  'AB',
  'Ab',
  'ba',
  'bab',
  'ß',
  'SS',
  'ss',
  '*',
  '\\',
  '1',
  'true',
  'null',
];
const addresses = [
  '10.0.0.1',
  '010.0.0.1',
  '10.0.0.200',
  '10.1.0.0',
  '2001:db8::1',
  '2001:0DB8:0:0:0:0:0:1',
  '::a00:1',
  '::',
];
const text = fc.constantFrom(...texts, ...addresses);
const number = fc.constantFrom(0, 1, 1.5, 2, -1, 1e300);
const scalar = fc.oneof({ weight: 3, arbitrary: text }, number, fc.constantFrom(true, false, null));

const objectOf = <T>(value: fc.Arbitrary<T>, minLength: number, maxLength: number) =>
  fc
    .array(fc.tuple(key, value), { minLength, maxLength })
    .map((entries): Record<string, T> => Object.fromEntries(entries));

const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 4, arbitrary: scalar as fc.Arbitrary<unknown> },
    { weight: 2, arbitrary: objectOf(tie('value'), 0, 3) },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
  ),
}));

/** A random JSON event. */
export const event: fc.Arbitrary<Record<string, unknown>> = objectOf(anyValue, 1, 5);

const word = fc.constantFrom('a', 'b', 'ab', 'bc', 'A', 'aB', 'ss', 'ß');
const wildcard = fc.constantFrom('*', 'a*', '*b', 'a*c', '*b*', '*abc*', '*bca*', 'a*b*c', '\\*', '\\\\', 'ab', 'a*ab');
const one = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof(arbitrary, fc.array(arbitrary, { minLength: 1, maxLength: 3 }));
const cidr = fc.constantFrom('10.0.0.0/8', '10.0.0.0/24', '0.0.0.0/0', '2001:db8::/32', '::/0');
const numeric = fc.constantFrom(
  ['=', 1],
  ['>', 0],
  ['>=', 1],
  ['<', 1.5],
  ['<=', 0],
  ['>', 0, '<=', 2],
  ['>=', -1, '<', 1],
);

const condition: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: scalar as fc.Arbitrary<unknown> },
  fc.record({ exactly: text }),
  fc.record({ prefix: fc.oneof(fc.constant(''), word, fc.record({ 'equals-ignore-case': word })) }),
  fc.record({ suffix: fc.oneof(fc.constant(''), word, fc.record({ 'equals-ignore-case': word })) }),
  fc.record({ 'equals-ignore-case': text }),
  fc.record({ wildcard }),
  fc.record({ numeric }),
  fc.record({ cidr }),
  { weight: 2, arbitrary: fc.record({ exists: fc.boolean() }) },
  fc.record({
    'anything-but': fc.oneof(
      one(text),
      one(number),
      fc.record({ prefix: one(word) }),
      fc.record({ suffix: one(word) }),
      fc.record({ 'equals-ignore-case': one(text) }),
      fc.record({ wildcard: one(wildcard) }),
    ),
  }),
);

const { fields } = fc.letrec((tie) => ({
  fields: fc
    .tuple(
      objectOf(
        fc.oneof(
          { maxDepth: 3, withCrossShrink: true },
          { weight: 3, arbitrary: fc.array(condition, { minLength: 1, maxLength: 3 }) as fc.Arbitrary<unknown> },
          { weight: 1, arbitrary: tie('fields') },
        ),
        1,
        3,
      ),
      fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        { weight: 5, arbitrary: fc.constant(undefined) as fc.Arbitrary<unknown[] | undefined> },
        { weight: 1, arbitrary: fc.array(tie('fields'), { minLength: 2, maxLength: 3 }) },
      ),
    )
    .map(([object, or]) => (or ? { ...object, $or: or } : object)),
}));

/** A random pattern as JSON; nearly always valid. */
export const patternJson = fields as fc.Arbitrary<Record<string, unknown>>;
