/** Milliseconds for one page: who asks has others waiting. */
const patienceMs = 600;
const limitBytes = 65_536;

/**
 * A page of the web as text.
 * @throws Error when it does not come in time, is long, leads elsewhere, or is no success.
 */
export const page = async (address: string): Promise<string> => {
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new Error(`${address} is longer than ${limitBytes} bytes.`);
    chunks.push(chunk);
  }
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  return Buffer.concat(chunks).toString('utf8');
};
