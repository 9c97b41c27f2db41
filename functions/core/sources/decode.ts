import { gunzipSync } from 'node:zlib';
import { parseJson } from './json.ts';

/** Bytes that a body may have, and all that is compressed in it may come to: about four times 2,000 wordy alerts. */
export const maxBytes = 16 * 1024 * 1024;

/** What may still be inflated for one body, however many compressed messages it holds. */
export interface Budget {
  bytes: number;
}

/** What came out: JSON, or why not. `layers` counts the encodings taken off. */
export type Decoded = { value: unknown; layers: number } | { fault: string };

const gzipped = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const fromText = (text: string, layers: number, budget: Budget): Decoded => {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return { fault: 'an empty body' };
  const parsed = parseJson(trimmed);
  if ('value' in parsed) return { value: parsed.value, layers };
  // Base64 of JSON or of gzip; ordinary words are base64 too, so what comes out has to begin like either.
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) {
    const bytes = Buffer.from(trimmed, 'base64');
    if (gzipped(bytes) || /^\s*[[{]/.test(bytes.subarray(0, 64).toString('latin1')))
      return fromBytes(bytes, layers + 1, budget);
  }
  return parsed;
};

const fromBytes = (bytes: Uint8Array, layers: number, budget: Budget): Decoded => {
  if (bytes.length > maxBytes) return { fault: `longer than ${maxBytes} bytes` };
  if (!gzipped(bytes))
    return fromText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'), layers, budget);
  if (layers > 2) return { fault: 'compressed more than twice' };
  try {
    const inflated = gunzipSync(bytes, { maxOutputLength: Math.max(1, budget.bytes) });
    budget.bytes -= inflated.length;
    return fromBytes(inflated, layers + 1, budget);
  } catch (error) {
    const tooLong = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    return { fault: tooLong ? `inflates to more than ${maxBytes} bytes` : 'broken gzip' };
  }
};

/** Text or bytes, gzip and base64 taken off, as JSON. Bytes that are no UTF-8 become replacement characters. */
export const decode = (body: string | Uint8Array, budget: Budget): Decoded => {
  if (typeof body !== 'string') return fromBytes(body, 0, budget);
  return body.length > maxBytes ? { fault: `longer than ${maxBytes} bytes` } : fromText(body, 0, budget);
};
