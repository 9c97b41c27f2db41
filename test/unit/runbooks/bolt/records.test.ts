import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecords, type Records } from '#runbooks/bolt/records.ts';
import type { Ended } from '#runbooks/bolt/wire.ts';
import { aFolder, type Folder } from './scripts.ts';

const done: Ended = { state: 'done', value: { freed: 3 }, stderr: '', ms: 5 };
let folder: Folder;
let records: Records;
let now: Date;
const reopen = () => {
  records.close();
  records = openRecords(folder.state, () => now);
};
beforeEach(() => {
  folder = aFolder();
  now = new Date('2026-11-21T00:00:00Z');
  records = openRecords(folder.state, () => now);
});
afterEach(() => {
  records.close();
  folder.remove();
});

describe('records', () => {
  it('know after a restart what was begun and how it ended', () => {
    expect(records.find('key-1', 'a')).toBe('new');
    records.begin('key-1', 'a');
    reopen();
    expect(records.find('key-1', 'a')).toBe('begun');
    records.end('key-1', done);
    reopen();
    expect(records.find('key-1', 'a')).toEqual(done);
    expect(records.find('key-1', 'b')).toBe('other');
  });

  it('free a key that changed nothing', () => {
    records.begin('key-1', 'a');
    records.forget('key-1');
    expect(records.find('key-1', 'a')).toBe('new');
  });

  it('drop what ended long ago, and nothing whose end is unknown', () => {
    records.begin('ended', 'a');
    records.end('ended', done);
    records.begin('unknown', 'a');
    now = new Date('2027-01-01T00:00:00Z');
    records.begin('newer', 'a');
    expect(['ended', 'unknown', 'newer'].map((key) => records.find(key, 'a'))).toEqual(['new', 'begun', 'begun']);
  });

  it('keep the highest token of each target', () => {
    expect([records.raise('ec2:i-1', 7), records.raise('ec2:i-1', 5), records.raise('ec2:i-2', 1)]).toEqual([7, 7, 1]);
    reopen();
    expect(records.raise('ec2:i-1', 6)).toBe(7);
  });

  it('belong to one agent', () => {
    expect(() => openRecords(folder.state, () => now)).toThrow(/database is locked. Does another agent use it\?/);
  });
});
