import { setTimeout } from 'node:timers/promises';
import { RetryableError, TerminalError } from '../sdk/errors.ts';

/** One HTTP exchange with a system. */
export interface Call {
  /** The system's name, for messages. */
  system: string;
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  /** Sending it twice does no more than sending it once. Decides what becomes of a failure with an unknown outcome. */
  repeatable: boolean;
  signal: AbortSignal;
  /** Never shown in a message, wherever the system may echo them. */
  secrets: readonly string[];
  /** What a person should do about a refusal, by HTTP status. */
  cures?: Readonly<Record<number, string>>;
  /** Statuses beside 2xx that the caller reads itself. */
  accept?: readonly number[];
  /** Bytes of the answer that are read; the rest is left, and `whole` says so. 4 MB unless told. */
  limitBytes?: number;
  /** For one attempt; 30 unless told. */
  timeoutSeconds?: number;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  whole: boolean;
}

/** All that a call waits for rate limits. Longer is the engine's business: a Lambda that sleeps costs money. */
const patienceSeconds = 20;

/** Failures before the first byte was sent: nothing can have happened on the other side. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sends a call so that its failure says what the engine does next.
 *
 * Rate limits (429) are waited for as `Retry-After` says, up to 20 s in all. Redirects are not followed: credentials go to
 * the address in the secret and nowhere else.
 *
 * @throws RetryableError when nothing was done, or when the call is repeatable: no connection, 429, 5xx, timeout.
 * @throws TerminalError for every other 4xx, and when a call that must not be repeated failed with an unknown outcome.
 */
export const send = async (call: Call): Promise<Answer> => {
  for (let waited = 0; ; ) {
    const answer = await exchange(call);
    if (answer.status !== 429) return judged(call, answer);
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    // A date would need a clock, which systems do not read; it is rare, and the engine's own pause serves as well.
    if (!(seconds >= 0 && waited + seconds <= patienceSeconds)) throw limited(call, answer);
    waited += Math.max(seconds, 1);
    await setTimeout(seconds * 1000, undefined, { signal: call.signal }).catch(() => {
      throw limited(call, answer);
    });
  }
};

/**
 * The JSON of an answer.
 * @throws TerminalError when it is none, as when a login page or a proxy answers in the system's place.
 */
export const json = <T>(call: Call, answer: Answer): T => {
  try {
    if (answer.whole) return JSON.parse(answer.text) as T;
  } catch {
    // Told below, with what came instead.
  }
  const what = answer.whole ? `no JSON: ${excerpt(answer.text)}` : 'more than can be read';
  throw new TerminalError(
    told(call, `answered ${answer.status} with ${what}. Check the address in the system's secret.`),
  );
};

const exchange = async (call: Call): Promise<Answer> => {
  const seconds = call.timeoutSeconds ?? 30;
  const timeout = AbortSignal.timeout(seconds * 1000);
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: call.headers,
      body: call.body,
      redirect: 'manual',
      signal: AbortSignal.any([call.signal, timeout]),
    });
    return {
      status: response.status,
      headers: response.headers,
      ...(await read(response, call.limitBytes ?? 4_194_304)),
    };
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    if (neverSent.has(cause?.code ?? '')) {
      throw new RetryableError(told(call, `found no one at ${call.url.host} (${cause?.code}).`));
    }
    const why = call.signal.aborted
      ? 'the step ended before the answer came'
      : timeout.aborted
        ? `no answer within ${seconds} s`
        : `the connection broke (${cause?.code ?? cause?.message ?? (error as Error).message})`;
    throw lost(call, why);
  }
};

const read = async (response: Response, limitBytes: number): Promise<Pick<Answer, 'text' | 'whole'>> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limitBytes) break;
  }
  return { text: Buffer.concat(chunks).subarray(0, limitBytes).toString('utf8'), whole: bytes <= limitBytes };
};

const judged = (call: Call, answer: Answer): Answer => {
  if ((answer.status >= 200 && answer.status < 300) || call.accept?.includes(answer.status)) return answer;
  if (answer.status >= 500) throw lost(call, `it answered ${answer.status}: ${excerpt(answer.text)}`);
  throw refused(call, answer);
};

/** The error for an answer that says no: what, why, and what to do about it. */
export const refused = (call: Call, answer: Answer): TerminalError => {
  const cure =
    call.cures?.[answer.status] ??
    (answer.status < 400
      ? `It redirects to ${answer.headers.get('location')}; put the final address into the secret.`
      : '');
  return new TerminalError(told(call, `was refused with ${answer.status}: ${excerpt(answer.text)}. ${cure}`));
};

const limited = (call: Call, answer: Answer) =>
  new RetryableError(told(call, `is rate limited; retry after ${answer.headers.get('retry-after') ?? 'a while'} s.`));

/** The error for a call that may or may not have been carried out. */
const lost = (call: Call, why: string) =>
  call.repeatable
    ? new RetryableError(told(call, `failed: ${why}.`))
    : new TerminalError(told(call, `may or may not have happened: ${why}. Look there before doing it again.`));

const told = (call: Call, what: string): string =>
  call.secrets
    .filter((secret) => secret !== '')
    .reduce(
      (text, secret) => text.replaceAll(secret, '***'),
      `${call.system}: ${call.method} ${call.url.pathname} ${what}`,
    )
    .trimEnd();

/** What a person can read of a body that may be a page: its text, on one line, 300 characters of it. */
const excerpt = (text: string): string => {
  const plain = text
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain === '') return 'no text';
  return plain.length > 300 ? `${plain.slice(0, 300)}…` : plain.replace(/\.$/, '');
};

/** `Basic` credentials. */
export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
