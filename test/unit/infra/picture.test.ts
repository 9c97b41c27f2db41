import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { picture, pictureFile } from '#infra/picture.ts';

describe('the architecture picture', () => {
  it('is drawn from the topology as it is now; `node infra/picture.ts` draws it anew', () => {
    expect(readFileSync(pictureFile, 'utf8')).toBe(picture());
  });

  it('shows what a role may touch', () => {
    expect(picture()).toContain('ingest writes alerts queue');
    expect(picture()).toContain('matcher writes state machines');
    expect(picture()).not.toContain('ingest writes history table');
  });
});
