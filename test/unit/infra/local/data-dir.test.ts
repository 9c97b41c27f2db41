import { existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataDir } from '#infra/local/data-dir.ts';

const aFolder = () => mkdtempSync(join(tmpdir(), 'wolfe-data-'));

describe('the data folder', () => {
  it('keeps what is put into it', () => {
    const path = aFolder();
    const first = openDataDir(path);
    first.keep('note', 'hello');
    expect(statSync(join(path, 'note')).mode & 0o777).toBe(0o600);
    first.release();
    const second = openDataDir(path);
    expect(second.read('note')).toBe('hello');
    second.release();
  });

  it('belongs to one world at a time, and to the next when that one is gone', () => {
    const path = aFolder();
    const first = openDataDir(path);
    expect(() => openDataDir(path)).toThrow('in use by another world');
    first.release();
    openDataDir(path).release();
  });

  it('is emptied for a fresh start, but never while another world uses it', () => {
    const path = aFolder();
    const first = openDataDir(path);
    first.keep('note', 'hello');
    expect(() => openDataDir(path, true)).toThrow('in use');
    expect(first.read('note')).toBe('hello');
    first.release();
    const fresh = openDataDir(path, true);
    expect(fresh.read('note')).toBeUndefined();
    fresh.release();
  });

  it('is never a folder with files of others, fresh or not', () => {
    const path = aFolder();
    writeFileSync(join(path, 'thesis.tex'), 'years of work');
    for (const fresh of [false, true]) expect(() => openDataDir(path, fresh)).toThrow('left alone');
    expect(readdirSync(path)).toEqual(['thesis.tex']);
  });

  it('is refused when it has another format', () => {
    const path = aFolder();
    writeFileSync(join(path, 'wolfe-data.json'), '{"format":99}');
    expect(() => openDataDir(path)).toThrow('--fresh');
    openDataDir(path, true).release();
    expect(existsSync(join(path, 'wolfe-data.json'))).toBe(true);
  });
});
