import type { Heartbeat } from '../../core/heartbeat.ts';
import type { HeartbeatWatch, Live } from '../../core/live.ts';
import type { Handlers } from '../serve.ts';

/** What heartbeats need from the world. */
export interface HeartbeatsWorld {
  live(): Promise<Live>;
  heartbeats(page: { limit: number }): Promise<{ items: Heartbeat[] }>;
  watchHeartbeats(watch: HeartbeatWatch): Promise<void>;
  now(): Date;
}

const atMost = 500;

/** Which senders prove that they still speak, and who is told when one does not any more. */
export const heartbeats = (world: HeartbeatsWorld): Handlers<'listHeartbeats' | 'watchHeartbeats'> => ({
  listHeartbeats: async () => {
    const [{ heartbeats: watch }, { items }] = await Promise.all([world.live(), world.heartbeats({ limit: atMost })]);
    return { watch, items };
  },
  watchHeartbeats: async ({ body, person }) => {
    const watch = { ...body, by: person.name, at: world.now().toISOString() };
    await world.watchHeartbeats(watch);
    return watch;
  },
});
