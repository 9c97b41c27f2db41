import { may } from '../access.ts';
import { type RouteName, routes } from '../contract.ts';
import type { Handlers } from '../serve.ts';

/** What knowing oneself needs from the world. */
export interface WhoamiWorld {
  environment: string;
}

export const whoami = (world: WhoamiWorld): Handlers<'whoami'> => ({
  whoami: async ({ person }) => ({
    ...person,
    environment: world.environment,
    may: (Object.keys(routes) as RouteName[]).filter((route) => may(person, route)),
  }),
});
