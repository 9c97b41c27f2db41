import * as z from 'zod';
import { TerminalError } from '../../sdk/errors.ts';
import { runbook } from '../../sdk/runbook.ts';
import type { Json } from '../../sdk/wire.ts';
import { bolt } from '../../systems/bolt.ts';

/** Frees disk space on one instance and checks that it helped; the scripts that the instance's agent runs are beside this file. */
export default runbook('clear-full-disk', {
  summary: 'Free disk space on one instance and check that it helped.',
  owner: 'cloud-infra',
  params: z.object({
    instance: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/)
      .describe('As its agent is registered, such as i-0abc.'),
    path: z.string().startsWith('/').default('/var/lib/docker').describe('The folder to measure and to prune.'),
    limit: z.number().min(1).max(100).default(80).describe('Percent in use from which it counts as full.'),
    capacity: z
      .int()
      .positive()
      .optional()
      .describe('Bytes that the folder may hold; otherwise its file system is measured.'),
    minutes: z.int().min(0).default(60).describe('Only what was not changed for so long is removed.'),
  }),
  target: ({ instance }) => `ec2:${instance}`,
  systems: { host: bolt },
})
  .diagnose('measure', async ({ params, host }) =>
    usage(await host.measure(params.instance, 'disk-usage', folder(params))),
  )
  .endWhen('false positive', ({ measure, params }) => measure.usedPercent < params.limit)
  .remediate(
    'prune',
    ({ params, host }) => host.run(params.instance, 'docker-prune', { path: params.path, minutes: params.minutes }),
    { timeout: '10m', retry: 2 },
  )
  .wait('settle', '1m')
  .verify(
    'recovered',
    async ({ params, host }) => usage(await host.measure(params.instance, 'disk-usage', folder(params))),
    ({ recovered, params }) => recovered.usedPercent < params.limit,
  );

const folder = ({ path, capacity }: { path: string; capacity?: number }) => ({ path, ...(capacity && { capacity }) });

const usageSchema = z.object({ usedBytes: z.number(), capacityBytes: z.number(), usedPercent: z.number() });

/** What `disk-usage` printed; a script on a machine may be of another version than this file. */
const usage = (printed: Json) => {
  const found = usageSchema.safeParse(printed);
  if (found.success) return found.data;
  throw new TerminalError(`The script disk-usage printed something else: ${JSON.stringify(printed).slice(0, 200)}`);
};
