import { z } from 'zod';
import { alert } from './decisions.ts';
import { change, question } from './route.ts';

/** The reader to use; without one the body tells. */
const source = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .optional();

export const alerts = {
  /** What a payload would be read as; nothing is sent. */
  readAlerts: question(
    '/api/v1/alerts/read',
    z.object({ source, body: z.string().min(1) }),
    z.object({ alerts: z.array(alert), aside: z.array(z.object({ reason: z.string() })) }),
  ),
  sendAlert: change(
    'POST',
    '/api/v1/alerts',
    z.object({
      source,
      /** The sender's bytes as text, unread: what is malformed is set aside by the matcher, with a reason. */
      body: z.string().min(1),
    }),
    z.object({ /** The queue's id of it; its decisions carry it. */ message: z.string() }),
  ),
};
