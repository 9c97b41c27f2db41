import type { ExecutionRecord, StepRecord, Telling } from '../core/execution.ts';
import { issueStory, type Page, pageStory, type SlackMessage, slackStory } from '../core/telling/messages.ts';
import { story } from '../core/telling/story.ts';

/** What telling people needs from the world. */
export interface TellWorld {
  told(execution: string): Promise<Record<string, Telling>>;
  markTold(execution: string, channel: string, telling: Telling): Promise<void>;
  /** @returns where the message can be found. */
  post(message: { channel: string } & SlackMessage): Promise<string>;
  issue(issue: { project: string; label: string; summary: string; description: string }): Promise<string>;
  page(page: Page): Promise<string>;
  /** Where a person sees the whole execution. */
  link(execution: string): string;
  now(): Date;
}

/** Somebody could not be told; who was told will not be told again by a repeat. */
export class UntoldError extends Error {
  override name = 'UntoldError';
  constructor(execution: string, failures: { channel: string; error: unknown }[]) {
    const list = failures.map(({ channel, error }) => `${channel}: ${(error as Error).message}`).join('; ');
    super(`Not everybody could be told of ${execution}: ${list}`, { cause: failures[0]?.error });
  }
}

/** Seconds after an execution's end until when telling is tried again and again. */
const patienceSeconds = 86_400;

type Tell = () => Promise<string>;

/** Everybody whom the rule named, by channel, with how each is told. */
const tellings = (world: TellWorld, execution: ExecutionRecord, steps: StepRecord[]): [channel: string, Tell][] => {
  const { slack, jira, onFailure } = execution.notify ?? {};
  const told = story(execution, steps);
  const link = world.link(execution.execution);
  const post = (channel: string) => () => world.post({ channel, ...slackStory(told, link) });
  const label = `wolfe-${execution.execution}`;
  const all: [channel: string, Tell][] = [];
  if (slack) all.push(['slack', post(slack)]);
  if (jira) all.push(['jira', () => world.issue({ ...jira, label, ...issueStory(told, link) })]);
  if (told.needsPeople && onFailure?.slack) all.push(['slack on failure', post(onFailure.slack)]);
  const service = onFailure?.pagerduty;
  if (told.needsPeople && service)
    all.push(['pagerduty on failure', () => world.page({ service, key: label, ...pageStory(told, link) })]);
  return all;
};

/**
 * Tells everybody who is not told yet. One who cannot be told keeps no other from it, and is tried again by the repeat of the
 * event and then by the keeper, for a day; after that the record says why not.
 * @throws UntoldError
 */
export const teller =
  (world: TellWorld) =>
  async (execution: ExecutionRecord, steps: StepRecord[]): Promise<void> => {
    const name = execution.execution;
    const at = world.now().toISOString();
    const late = Date.parse(at) - Date.parse(execution.endedAt ?? at) > patienceSeconds * 1000;
    const done = await world.told(name);
    const failures: { channel: string; error: unknown }[] = [];
    for (const [channel, tell] of tellings(world, execution, steps)) {
      if (done[channel]) continue;
      try {
        await world.markTold(name, channel, { at, ref: await tell() });
      } catch (error) {
        if (late) await world.markTold(name, channel, { at, error: (error as Error).message });
        else failures.push({ channel, error });
      }
    }
    if (failures.length > 0) throw new UntoldError(name, failures);
  };
