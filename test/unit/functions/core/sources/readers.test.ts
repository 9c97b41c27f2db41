import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sources } from '#functions/core/sources/all.ts';
import { detect, read } from '#functions/core/sources/read.ts';

/** One case of a reader: a body, or its text where JSON here could not hold it, and what has to come of it. */
interface Case {
  it: string;
  body?: unknown;
  raw?: string;
  alerts: Record<string, unknown>[];
  /** Kinds of what is set aside, in order. */
  aside?: string[];
  truncated?: number;
  /** The labels are these and no others. */
  exact?: boolean;
}

const fixtures = new URL('fixtures/', import.meta.url);
const docs = new URL('../../../../../functions/core/sources/docs/', import.meta.url);
const receipt = { receivedAt: '2026-03-01T12:00:00.000Z' };

const casesOf = (name: string): Case[] => JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8'));

describe.each(sources.map((source) => [source.name, source] as const))('the reader %s', (name, source) => {
  it.each(casesOf(name).map((one) => [one.it, one] as const))('%s', async (_it, one) => {
    const reading = await read(one.raw ?? JSON.stringify(one.body), { ...receipt, source: name });
    expect(reading.alerts).toHaveLength(one.alerts.length);
    expect(reading.alerts).toMatchObject(one.alerts);
    expect(reading.aside.map(({ kind }) => kind)).toEqual(one.aside ?? []);
    expect(reading.truncated).toBe(one.truncated);
    if (one.exact) expect(reading.alerts.map(({ labels }) => labels)).toEqual(one.alerts.map(({ labels }) => labels));
  });

  it('reads its own example without a fault', async () => {
    const { alerts, aside } = await source.read(source.example, receipt);
    expect(aside).toEqual([]);
    expect(alerts).not.toHaveLength(0);
    for (const alert of alerts) {
      expect(alert.source).toBe(name);
      expect(['firing', 'event']).toContain(alert.status);
      expect(alert.flags ?? []).toEqual([]);
    }
  });

  it('is the only one that recognises its example', () => {
    const sure = sources.filter((other) => other.detects(source.example)).map((other) => other.name);
    expect(sure).toEqual(name === 'atlas' ? [] : [name]);
    expect(detect(source.example)?.name).toBe(sure[0]);
  });

  it('has a page with a configuration and what its identity is made of', () => {
    const page = new URL(`${name}.md`, docs);
    expect(existsSync(page)).toBe(true);
    expect(readFileSync(page, 'utf8')).toMatch(/^# .+\n[\s\S]*```[\s\S]+```[\s\S]*\n## Identity\n/);
    const [, title] = /^# (.+)\n/.exec(readFileSync(page, 'utf8'))!;
    expect(readFileSync(new URL('README.md', docs), 'utf8')).toContain(`\n| [${title}](${name}.md) | \`${name}\` |\n`);
  });
});

describe('the list of readers', () => {
  it('names each once, in order', () => {
    const names = sources.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('has cases for each and for no other', () => {
    const names = readdirSync(fixtures).map((file) => file.replace('.json', ''));
    expect(names.sort()).toEqual(sources.map(({ name }) => name));
  });

  it('recognises a body of no sender by no reader', () => {
    const strangers = [
      null,
      1,
      'x',
      [],
      {},
      [{}],
      { message: 'hello' },
      { id: 1, message: 'm', data: '{}' },
      { alerts: 1 },
    ];
    for (const body of strangers) expect(detect(body)?.name).toBeUndefined();
  });
});
