import { isIPv6 } from 'node:net';

/** A run of addresses of one family, both ends included; 8 hex digits for IPv4, 32 for IPv6, so that text order is address order. */
export interface AddressRange {
  first: string;
  last: string;
}

const hex = (numbers: number[], digits: number): string =>
  numbers.map((n) => n.toString(16).padStart(digits, '0')).join('');

/** The parts of one half of an IPv6 literal, `2001:db8` → two numbers. */
const groups = (half: string): number[] =>
  half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16));

/**
 * The canonical hex of an IP literal, or undefined when the text is none.
 * IPv4 parts are decimal, leading zeros allowed; IPv6 has neither a zone nor an IPv4 tail.
 */
export const addressOf = (text: string): string | undefined => {
  if (text.length > 39 || !/[.:]/.test(text)) return undefined;
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const parts = text.split('.').map(Number);
    return parts.every((part) => part < 256) ? hex(parts, 2) : undefined;
  }
  if (!/^[0-9a-fA-F:]+$/.test(text) || !isIPv6(text)) return undefined;
  const [head = '', tail] = text.split('::');
  if (tail === undefined) return hex(groups(head), 4);
  const left = groups(head);
  const right = groups(tail);
  return hex([...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right], 4);
};

/** The addresses of a block such as `10.0.0.0/8`; a text when it cannot be read, saying why. */
export const blockOf = (text: string): AddressRange | string => {
  const [ip = '', mask = '', ...more] = text.split('/');
  if (more.length > 0 || !/^\d{1,3}$/.test(mask)) return 'must be an address, one "/" and a number of bits';
  const address = addressOf(ip);
  if (address === undefined) return `${JSON.stringify(ip)} is no IP address`;
  const width = address.length * 4;
  const bits = Number(mask);
  if (bits >= width) return `an IPv${width === 32 ? 4 : 6} block has fewer than ${width} bits`;
  const free = (1n << BigInt(width - bits)) - 1n;
  const number = BigInt(`0x${address}`);
  const digits = (n: bigint) => n.toString(16).padStart(address.length, '0');
  return { first: digits(number & ~free), last: digits(number | free) };
};
