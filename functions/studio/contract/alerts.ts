import { z } from 'zod';
import { change } from './route.ts';

export const alerts = {
  sendAlert: change(
    'POST',
    '/api/v1/alerts',
    z.object({
      /** The reader to use; without one the body tells. */
      source: z
        .string()
        .regex(/^[a-z0-9-]{1,64}$/)
        .optional(),
      /** The sender's bytes as text, unread: what is malformed is set aside by the matcher, with a reason. */
      body: z.string().min(1),
    }),
    z.object({ /** The queue's id of it; its decisions carry it. */ message: z.string() }),
  ),
};
