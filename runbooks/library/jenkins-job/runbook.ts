import * as z from 'zod';
import { TerminalError } from '../../sdk/errors.ts';
import { runbook } from '../../sdk/runbook.ts';
import { inTarget } from '../../sdk/target.ts';
import { jenkins } from '../../systems/jenkins.ts';

/** Runs one Jenkins job with the given parameters and follows it to its end, with no code running while Jenkins works. */
export default runbook('jenkins-job', {
  summary: 'Run a Jenkins job and follow it to its end.',
  owner: 'cloud-infra',
  params: z.object({
    job: z.string().min(1).describe('As people name it, folders included: infra/DockerPruneNode.'),
    parameters: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .default({})
      .describe('The job must declare each of them.'),
  }),
  // The same job with the same parameters does the same: that is what must not run twice at once.
  target: ({ job, parameters }) => `jenkins:${job}(${inTarget(parameters)})`,
  systems: { jenkins },
})
  .diagnose('look at the job', async ({ params, jenkins }) => {
    const job = await jenkins.job(params.job);
    if (!job.buildable) throw new TerminalError(`Jenkins job ${params.job} is disabled: enable it at ${job.url}`);
    const undeclared = Object.keys(params.parameters).filter((name) => !job.parameters.includes(name));
    if (undeclared.length > 0) {
      throw new TerminalError(
        `Jenkins job ${params.job} declares no parameter ${undeclared.join(', ')}, only ${job.parameters.join(', ') || 'none'}: correct the rule or the job`,
      );
    }
    return job;
  })
  .remediate('start the build', ({ params, jenkins }) => jenkins.start(params.job, params.parameters), { retry: 2 })
  .until(
    'build has a number',
    async ({ jenkins, 'start the build': { queueId } }) => {
      const item = await jenkins.queued(queueId);
      if (item.cancelled) throw new TerminalError('Someone took the build out of the queue of Jenkins before it began');
      return item;
    },
    ({ 'build has a number': { build } }) => build !== undefined,
    { every: '2s', timeout: '30m' },
  )
  .until(
    'build has ended',
    ({ params, jenkins, 'build has a number': { build } }) => jenkins.build(params.job, build!),
    ({ 'build has ended': { building } }) => !building,
    { every: '5s', timeout: '2h' },
  )
  .verify(
    'build succeeded',
    async ({ params, jenkins, 'build has a number': { build }, 'build has ended': { result, url, durationMs } }) => {
      const { text } = await jenkins.console(params.job, build!);
      return { result, url, durationMs, lastLines: text.trimEnd().split('\n').slice(-20) };
    },
    ({ 'build succeeded': { result } }) => result === 'SUCCESS',
  );
