import { duration } from '#runbooks/sdk/duration.ts';
import { type Heartbeat, toleratedSeconds } from '../core/heartbeat.ts';
import type { HeartbeatWatch } from '../core/live.ts';
import { type Page, type SlackMessage, slackMessage } from '../core/telling/messages.ts';

/** What looking after heartbeats needs from the world. */
export interface HeartbeatsWorld {
  /** Undefined until somebody asked to be told. */
  watch(): Promise<HeartbeatWatch | undefined>;
  markHeartbeat(heartbeat: Heartbeat, missingSince: string | undefined): Promise<void>;
  post(message: { channel: string } & SlackMessage): Promise<string>;
  page(page: Page): Promise<string>;
  unpage(incident: { service: string; key: string }): Promise<void>;
  now(): Date;
}

/** What is to be said of a heartbeat: that it stays away, that it is back, or nothing. */
export const newsOf = (heartbeat: Heartbeat, { missed }: HeartbeatWatch, now: Date): 'missing' | 'back' | undefined => {
  const { at, missingSince } = heartbeat;
  if (missingSince !== undefined) return at > missingSince ? 'back' : undefined;
  return now.getTime() - Date.parse(at) > toleratedSeconds(heartbeat, missed) * 1000 ? 'missing' : undefined;
};

const facts = ({ labels, source, region, everySeconds }: Heartbeat): string =>
  [
    `source ${source}`,
    `region ${region}`,
    ...(everySeconds === undefined ? [] : [`usually every ${duration(everySeconds)}`]),
    ...Object.entries(labels).map(([name, value]) => `${name} ${value}`),
  ].join(' · ');

/**
 * Tells people once when a heartbeat stays away, and once when it is back. What is noted last is that they were told: whoever
 * fails before that is told again by the next round, which PagerDuty takes for the same incident.
 * @returns whether there was anything to tell.
 */
export const tellOfHeartbeat =
  (world: HeartbeatsWorld) =>
  async (heartbeat: Heartbeat, watch: HeartbeatWatch): Promise<boolean> => {
    const now = world.now();
    const news = newsOf(heartbeat, watch, now);
    if (news === undefined) return false;
    const { name, source, region, identity, at } = heartbeat;
    const incident = { service: watch.pagerduty ?? '', key: `wolfe-heartbeat-${region}-${identity}` };
    const title =
      news === 'missing'
        ? `${name} of ${source} does not come any more: the last was at ${at}. Its alerts may not come either.`
        : `${name} of ${source} comes again, since ${at}.`;
    if (watch.pagerduty !== undefined) {
      if (news === 'back') await world.unpage(incident);
      else await world.page({ ...incident, summary: title, source, details: { heartbeat: facts(heartbeat) } });
    }
    if (watch.slack !== undefined)
      await world.post({ channel: watch.slack, ...slackMessage(title, [], facts(heartbeat)) });
    await world.markHeartbeat(heartbeat, news === 'missing' ? now.toISOString() : undefined);
    return true;
  };
