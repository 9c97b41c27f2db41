import type { Scalar } from '../condition.ts';
import { type Doors, enter } from './doors.ts';

/** The longest text of which anything is remembered, in characters. */
const longest = 256;

/** What remembering one value takes beside the nodes that it opens, in numbers, about. */
const overhead = 8;

/**
 * Visits the nodes that a value of a slot opens by other ways than its exact value. Alerts have the same few values over and
 * over, so what each opens is remembered, by its number or else by itself: `room` numbers altogether, and when that is full
 * all is forgotten.
 */
export const openings = (doors: Doors, room: number) => {
  const named: (number[] | undefined)[] = [];
  const unnamed = new Map<string, number[]>();
  let left = room;

  const nodesOf = (value: Scalar): number[] => {
    const nodes = new Set<number>();
    enter(doors, value, (node) => nodes.add(node));
    return [...nodes];
  };

  const remember = (value: string, id: number): number[] => {
    const nodes = nodesOf(value);
    left -= nodes.length + overhead;
    if (left < 0) {
      named.length = 0;
      unnamed.clear();
      left = room;
    } else if (id > 0) named[id] = nodes;
    else unnamed.set(value, nodes);
    return nodes;
  };

  return (value: Scalar, id: number, visit: (node: number) => void): void => {
    if (typeof value === 'string' && !doors.keyless && value.length <= longest) {
      const nodes = (id > 0 ? named[id] : unnamed.get(value)) ?? remember(value, id);
      for (let i = 0; i < nodes.length; i++) visit(nodes[i]!);
    } else enter(doors, value, visit);
  };
};
