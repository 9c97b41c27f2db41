import { isUtf8 } from 'node:buffer';
import { attributeBytes, isQueueable, messageBytes } from '../core/queueable.ts';

/** A body as SQS takes it; `encoding` is an attribute beside it. */
export interface Part {
  body: string;
  encoding?: 'base64';
}

/** From here on a batch is split: small messages are worked on side by side, and one bad alert takes few others with it. */
const splitBytes = 262_144;

/** The most that one message may hold, attributes aside. */
export const partBytes = messageBytes - attributeBytes;

const partOf = (bytes: Buffer): Part => {
  const text = bytes.toString('utf8');
  // Control characters, broken UTF-8 and gzip all travel as they came, and are read from the same bytes.
  return isUtf8(bytes) && isQueueable(text) ? { body: text } : { body: bytes.toString('base64'), encoding: 'base64' };
};

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Items in their order, in as few groups as fit; what is larger alone is a group of its own. */
const groupsOf = (items: unknown[], most: number): unknown[][] => {
  const groups: unknown[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = bytesOf(item) + 1;
    if (groups.length === 0 || bytes > room) {
      groups.push([]);
      room = most;
    }
    groups.at(-1)!.push(item);
    room -= bytes;
  }
  return groups;
};

const written = (value: unknown): Part => partOf(Buffer.from(JSON.stringify(value)));

/**
 * A body as the messages that it becomes. A large list, as Prometheus posts it, is split between its items; a large object with
 * a list of `alerts`, as Alertmanager and Grafana send it, between those, with all else repeated. Any other stays whole, as only
 * its reader knows where it could be split.
 * @param value what the body holds.
 */
export const partsOf = (bytes: Buffer, value: unknown): Part[] => {
  if (bytes.length > splitBytes && Array.isArray(value)) return groupsOf(value, splitBytes).map(written);
  const alerts = (value as { alerts?: unknown } | null)?.alerts;
  if (bytes.length <= splitBytes || !Array.isArray(alerts) || alerts.length < 2) return [partOf(bytes)];
  const { truncatedAlerts, ...frame } = value as Record<string, unknown>;
  return groupsOf(alerts, splitBytes - bytesOf({ ...frame, alerts: [] })).map((group, i) => {
    // The sender's count of what it left out is of the whole batch, so it is told once.
    const left = i === 0 && truncatedAlerts !== undefined ? { truncatedAlerts } : {};
    return written({ ...frame, ...left, alerts: group });
  });
};
