import { signedBySns, snsMessage } from '../core/sns.ts';
import { decode } from '../core/sources/decode.ts';
import type { SnsKey } from './keys.ts';
import type { Proof } from './prove.ts';
import type { IngestRequest } from './request.ts';

/** What proving that SNS sends needs from the world. */
export interface SnsWorld {
  /** A page of SNS' own hosts as text; rejects when it does not come in time. */
  page(address: string): Promise<string>;
}

/** SNS tries for up to six hours, with the time of publishing; an accepted message is remembered for as long. */
const toleranceSeconds = 7 * 3600;

/** Certificates that fit a signature, by their address; SNS changes its own about once a year. */
const keptAtMost = 20;

/** Proves by its signature that SNS sends, which can send no token; for topics on the source's list only. */
export const snsProver = (world: SnsWorld) => {
  const kept = new Map<string, string>();

  return async ({ topics }: SnsKey, { source, headers, body }: IngestRequest, now: Date): Promise<Proof> => {
    const no = (reason: string): Proof => ({ proven: false, far: 1, message: `SNS has not proven itself: ${reason}.` });
    if (headers['x-amz-sns-rawdelivery'] === 'true')
      return no('raw messages carry no signature; switch raw message delivery of the subscription off');
    const decoded = decode(body, { bytes: 0 });
    const value = 'value' in decoded ? decoded.value : undefined;
    const found = snsMessage(value, topics);
    if (!found.allowed) return no(found.reason);
    const { id, at, certificate, follow } = found.message;
    const pem = kept.get(certificate) ?? (await world.page(certificate));
    const judged = signedBySns(value, found.message, pem, now);
    if (!judged.allowed) return no(judged.reason);
    if (kept.size < keptAtMost) kept.set(certificate, pem);
    if (!(Math.abs(now.getTime() - Date.parse(at)) <= toleranceSeconds * 1000))
      return no(`it was published at ${at}, which is more than ${toleranceSeconds} s away from ${now.toISOString()}`);
    return {
      proven: true,
      signature: { id: `${source}#sns#${id}`, seconds: toleranceSeconds * 2 },
      ...(follow !== undefined && { follow }),
    };
  };
};
