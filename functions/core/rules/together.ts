import type { Scalar } from './condition.ts';

/** What one field asks of an event. */
export interface Wish {
  path: string;
  meets: (value: Scalar) => boolean;
  /** Whether it is also satisfied when the event has no such leaf. */
  mayBeAbsent: boolean;
}

/** How deep arrays may nest in an event; what lies deeper is not seen. */
export const deepest = 1000;

/** A wish on its way down; `rest` is the path that is still to go, undefined when it has arrived. */
interface Going {
  wish: Wish;
  rest: string | undefined;
}

/** `met`: all hold and one leaf at least was chosen. `absent`: no leaf of any is here, and none is needed. */
type Finding = 'met' | 'absent' | 'failed';

/** What is found where the event has nothing for these wishes. */
const nothingFor = (going: Going[]): Finding => (going.every(({ wish }) => wish.mayBeAbsent) ? 'absent' : 'failed');

/**
 * Whether one choice of leaves satisfies all wishes: two leaves that lie in objects of the same array must lie in the same element of
 * it, and a wish for absence looks only at leaves that go together with the chosen ones. Plain values in an array belong to
 * no element. The time is bounded by the size of the event times the number of wishes, save where the event itself has
 * keys with dots that give a path several ways to go.
 */
export const together = (event: unknown, wishes: Wish[]): boolean =>
  typeof event === 'object' &&
  event !== null &&
  !Array.isArray(event) &&
  find(
    event,
    wishes.map((wish) => ({ wish, rest: wish.path })),
    0,
  ) !== 'failed';

const find = (value: unknown, going: Going[], level: number): Finding => {
  if (Array.isArray(value)) return level < deepest ? findInArray(value, going, level + 1) : nothingFor(going);
  if (typeof value === 'object' && value !== null) return findInObject(value as Record<string, unknown>, going, level);
  const arrived = value === undefined ? undefined : going.find(({ rest }) => rest === undefined);
  if (!arrived) return nothingFor(going);
  const others = going.filter((each) => each !== arrived);
  return arrived.wish.meets(value as Scalar) && nothingFor(others) === 'absent' ? 'met' : 'failed';
};

/** The keys by which a path can go on from an object: `a.b` by the key `a`, and by the key `a.b` itself. */
const waysOf = (object: object, rest: string): string[] => {
  const ways: string[] = [];
  for (let end = rest.indexOf('.'); end >= 0; end = rest.indexOf('.', end + 1)) {
    const key = rest.slice(0, end);
    if (Object.hasOwn(object, key)) ways.push(key);
  }
  if (Object.hasOwn(object, rest)) ways.push(rest);
  return ways;
};

const after = (key: string, rest: string): string | undefined =>
  rest === key ? undefined : rest.slice(key.length + 1);

const findInObject = (object: Record<string, unknown>, going: Going[], level: number): Finding => {
  const groups = new Map<string, Going[]>();
  const join = (key: string, each: Going) => {
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  };
  const open: { wish: Wish; rest: string; ways: string[] }[] = [];
  for (const { wish, rest } of going) {
    const ways = rest === undefined ? [] : waysOf(object, rest);
    if (ways.length === 0 && !wish.mayBeAbsent) return 'failed';
    if (ways.length === 1) join(ways[0]!, { wish, rest: after(ways[0]!, rest!) });
    if (ways.length > 1) open.push({ wish, rest: rest!, ways });
  }
  return open.length === 0 ? allOf(object, groups, level) : anyWay(object, groups, open, level);
};

const allOf = (object: Record<string, unknown>, groups: Map<string, Going[]>, level: number): Finding => {
  let finding: Finding = 'absent';
  for (const [key, group] of groups) {
    const one = find(object[key], group, level);
    if (one === 'failed') return 'failed';
    if (one === 'met') finding = 'met';
  }
  return finding;
};

/** Tries the ways of wishes that have several: met by one of them, or absent from all. */
const anyWay = (
  object: Record<string, unknown>,
  groups: Map<string, Going[]>,
  [first, ...open]: { wish: Wish; rest: string; ways: string[] }[],
  level: number,
): Finding => {
  if (!first) return allOf(object, groups, level);
  const { wish, rest, ways } = first;
  const withWish = (chosen: string[], asked: Wish) => {
    const more = new Map(groups);
    for (const key of chosen) more.set(key, [...(groups.get(key) ?? []), { wish: asked, rest: after(key, rest) }]);
    return anyWay(object, more, open, level);
  };
  const tries: (() => Finding)[] = ways.map((key) => () => withWish([key], { ...wish, mayBeAbsent: false }));
  if (wish.mayBeAbsent) tries.push(() => withWish(ways, { ...wish, meets: () => false }));
  for (const attempt of tries) {
    const finding = attempt();
    if (finding !== 'failed') return finding;
  }
  return 'failed';
};

const isContainer = (value: unknown): boolean => typeof value === 'object' && value !== null;

const findInArray = (array: unknown[], going: Going[], level: number): Finding => {
  const arrived = going.find(({ rest }) => rest === undefined);
  const plain = arrived ? array.filter((element) => element !== undefined && !isContainer(element)) : [];
  if (!arrived || plain.length === 0) return findInElements(array, going, level);
  if (plain.some((element) => arrived.wish.meets(element as Scalar))) {
    const others = going.filter((each) => each !== arrived);
    if (others.length === 0 || findInElements(array, others, level) !== 'failed') return 'met';
  }
  const needed = { ...arrived, wish: { ...arrived.wish, mayBeAbsent: false } };
  return findInElements(
    array,
    going.map((each) => (each === arrived ? needed : each)),
    level,
  );
};

/** One element must satisfy all that is met in this array; or nothing of it is in any element. */
const findInElements = (array: unknown[], going: Going[], level: number): Finding => {
  let finding = nothingFor(going);
  for (const element of array) {
    if (!isContainer(element)) continue;
    const one = find(element, going, level);
    if (one === 'met') return 'met';
    if (one === 'failed') finding = 'failed';
  }
  return finding;
};
