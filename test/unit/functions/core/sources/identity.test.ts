import { describe, expect, it } from 'vitest';
import { alertmanagerFingerprint, labelFingerprint, nameAndLabels } from '#functions/core/sources/identity.ts';

describe('the fingerprint of labels', () => {
  it("is Prometheus' own", () => {
    expect(labelFingerprint({})).toBe('cbf29ce484222325');
    const known = labelFingerprint({ name: 'garland, briggs', fear: 'love is not enough' });
    expect(BigInt(`0x${known}`)).toBe(5799056148416392346n);
  });

  it('is that of the bytes, whatever the alphabet', () => {
    expect(labelFingerprint({ ort: 'Köln' })).not.toBe(labelFingerprint({ ort: 'Koln' }));
  });

  it.each(['replica', '__replica__', 'prometheus_replica', 'thanos_replica'])('leaves %s out', (key) => {
    expect(labelFingerprint({ alertname: 'A', [key]: 'a' })).toBe(labelFingerprint({ alertname: 'A' }));
    expect(nameAndLabels('A', { x: '1', [key]: 'a' })).toBe(nameAndLabels('A', { x: '1' }));
  });

  it('given by Alertmanager counts, unless a replica made it', () => {
    expect(alertmanagerFingerprint('given', { alertname: 'A' })).toBe('given');
    expect(alertmanagerFingerprint('given', { alertname: 'A', replica: 'b' })).toBe(
      labelFingerprint({ alertname: 'A' }),
    );
    expect(alertmanagerFingerprint(undefined, { alertname: 'A' })).toBe(labelFingerprint({ alertname: 'A' }));
  });
});
