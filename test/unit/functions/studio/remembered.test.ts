import { describe, expect, it } from 'vitest';
import { remembered } from '#functions/studio/remembered.ts';

describe('a remembered lookup', () => {
  it('looks once for what is there, and again for what was not', async () => {
    const asked: string[] = [];
    const look = remembered(async (name: string) => {
      asked.push(name);
      return name === 'absent' ? undefined : name.toUpperCase();
    });
    for (const name of ['a', 'a', 'absent', 'absent', 'b', 'a']) await look(name);
    expect(asked).toEqual(['a', 'absent', 'absent', 'b']);
  });

  it('forgets the oldest when there are many', async () => {
    let asked = 0;
    const look = remembered(async (key: number) => {
      asked += 1;
      return key;
    });
    for (let key = 0; key <= 200; key++) await look(key);
    await look(200);
    expect(asked).toBe(201);
    await look(0);
    expect(asked).toBe(202);
  });
});
