import { describe, expect, it } from 'vitest';
import { applicationOf, callerOf, readCrashPoint } from '#infra/local/aws/crash.ts';

describe('a crash point', () => {
  it('is a function, the number of its AWS call, and before or after it', () => {
    expect(readCrashPoint('matcher:3:answered')).toEqual({ function: 'matcher', call: 3, moment: 'answered' });
  });

  it('is refused when it says anything else', () => {
    for (const text of ['', 'matcher', 'matcher:x:arrived', 'matcher:1:later'])
      expect(() => readCrashPoint(text)).toThrow('no crash point');
  });

  it('knows a function by a name that the SDK puts into its user agent as it is', () => {
    expect(applicationOf('matcher')).toMatch(/^[A-Za-z0-9!$%&*+.^_`|~-]{1,50}$/);
    expect(callerOf(`aws-sdk-js/3.1169.0 app/${applicationOf('matcher')}`)).toBe('matcher');
    expect(callerOf(`aws-sdk-js/3.1169.0 app/${applicationOf('matcher')}-PT-NO-OP-2.36.0-PTEnv-NA`)).toBe('matcher');
    expect(callerOf('aws-sdk-js/3.1169.0')).toBeUndefined();
  });
});
