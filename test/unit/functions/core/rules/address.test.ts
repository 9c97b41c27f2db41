import { describe, expect, it } from 'vitest';
import { addressOf, blockOf } from '#functions/core/rules/address.ts';

describe('an address', () => {
  it.each<[string, string | undefined]>([
    ['10.0.0.1', '0a000001'],
    ['010.000.000.001', '0a000001'],
    ['255.255.255.255', 'ffffffff'],
    ['256.0.0.1', undefined],
    ['1.2.3', undefined],
    ['1.2.3.4.5', undefined],
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['2001:DB8::', `20010db8${'0'.repeat(24)}`],
    ['2001:db8:0:0:0:0:0:1', '20010db8000000000000000000000001'],
    ['08:23', undefined],
    ['::ffff:1.2.3.4', undefined],
    ['fe80::1%eth0', undefined],
    ['', undefined],
    ['node-1', undefined],
  ])('%j is %j', (text, address) => {
    expect(addressOf(text)).toBe(address);
  });
});

describe('a block of addresses', () => {
  it.each([
    ['10.1.2.3/8', '0a000000', '0affffff'],
    ['10.1.2.3/31', '0a010202', '0a010203'],
    ['0.0.0.0/0', '00000000', 'ffffffff'],
    ['2001:db8::/32', `20010db8${'0'.repeat(24)}`, `20010db8${'f'.repeat(24)}`],
  ])('%s reaches from %s to %s', (text, first, last) => {
    expect(blockOf(text)).toEqual({ first, last });
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0.0/8.5',
    '10.0.0.0/32',
    '::/128',
    'host/8',
    '',
  ])('is not %j', (text) => {
    expect(blockOf(text)).toBeTypeOf('string');
  });
});
