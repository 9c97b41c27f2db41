import { z } from 'zod';
import { look } from './route.ts';

export const whoami = {
  whoami: look(
    '/api/v1/whoami',
    z.object({
      name: z.string(),
      roles: z.array(z.string()),
      teams: z.array(z.string()),
      environment: z.string(),
      /** Names of the routes that this person may use. */
      may: z.array(z.string()),
    }),
  ),
};
