import { describe, expect, it } from 'vitest';
import { prose } from '#runbooks/sdk/prose.ts';
import { everyKind } from './disk.ts';

describe('the prose of a runbook', () => {
  it('says what each step does, and draws the ways of a run', () => {
    expect(prose(everyKind({ timeout: '10m', retry: 1 }))).toMatchInlineSnapshot(`
      "# clear-disk

      Free disk space.

      Owner: infra. Talks to: bolt.

      1. **measure**: finds out, changes nothing (at most 1m, tried again twice when that is safe).
      2. **false positive**: when that is so, there is nothing to do and the run ends.
      3. **prune**: changes something (at most 10m, tried again once when that is safe); in mode approve, people are asked first.
      4. **settle**: waits 1m.
      5. **is quiet**: looked at every 10s until it is so, for at most 30s.
      6. **two people**: asks 2 people, for at most 10m.
      7. **prune-more**: changes something (at most 1m).
      8. **recovered**: looks whether it helped (at most 1m, tried again twice when that is safe); otherwise the run ends as ineffective.

      When a step fails for good: **tidy up**.

      \`\`\`mermaid
      flowchart TD
        s0["measure"]
        s0 --> s1
        s1["false positive"]
        s1 -- yes --> s1e([nothing to do])
        s1 -- no --> s2
        s2["prune"]
        s2 --> s3
        s3["settle"]
        s3 --> s4
        s4["is quiet"]
        s4 -- "every 10s" --> s4
        s4 -- yes --> s5
        s5["two people"]
        s5 -- denied --> s5e([denied])
        s5 -- expired --> s5x([expired])
        s5 -- approved --> s6
        s6["prune-more"]
        s6 --> s7
        s7["recovered"]
        s7 -- no --> s7e([ineffective])
        s7 -- yes --> done([done])
        s8["tidy up"] -- after an error --> failed([failed])
      \`\`\`
      "
    `);
  });
});
