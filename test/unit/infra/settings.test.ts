import { describe, expect, it } from 'vitest';
import { readSettings } from '#infra/settings.ts';

describe('the settings', () => {
  it('fill in what an environment leaves out', () => {
    const { environments } = readSettings({ environments: { dev: { home: 'eu-west-1', regions: ['eu-west-1'] } } });
    expect(environments.dev).toMatchObject({ signIn: 'cognito', keepData: true, retention: { logDays: 90 } });
  });

  it('show all faults at once, each with its place and what to do', () => {
    const read = () =>
      readSettings({
        environments: {
          dev: { home: 'eu-west-1', regions: ['us-east-1', 'us-east-1'], account: '12', alarmMail: 'a@b.example' },
          Prod: { home: 'Ireland', regions: [] },
        },
      });
    expect(read).toThrow(/environments\.dev\.account: is no account id; write its twelve digits as text/);
    expect(read).toThrow(/environments\.dev: Unrecognized key: "alarmMail"/);
    expect(read).toThrow(/environments\.Prod\.home: is no AWS region; write one such as eu-west-1/);
    expect(read).toThrow(/environments\.Prod\.regions: is empty; name at least the home region/);
    expect(() => readSettings({ environments: { Prod: { home: 'eu-west-1', regions: ['eu-west-1'] } } })).toThrow(
      /environments\.Prod: is no name for an environment/,
    );
  });

  it('hear CloudWatch alarms unless told otherwise, and nobody else of AWS', () => {
    const read = (sources?: object) =>
      readSettings({
        environments: { dev: { home: 'eu-west-1', regions: ['eu-west-1'], ...(sources && { sources }) } },
      });
    expect(read().environments.dev!.sources).toEqual({ cloudwatch: true, topics: [], senders: [] });
    expect(read({ cloudwatch: false }).environments.dev!.sources).toMatchObject({ cloudwatch: false });
    expect(() => read({ topics: ['alerts'] })).toThrow(
      /environments\.dev\.sources\.topics\.0: is no ARN of sns; copy it from the AWS console/,
    );
  });

  it('say that the home region needs an engine', () => {
    expect(() => readSettings({ environments: { dev: { home: 'eu-west-1', regions: ['us-east-1'] } } })).toThrow(
      /environments\.dev\.home: is not among the regions/,
    );
  });
});
