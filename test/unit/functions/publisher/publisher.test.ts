import { beforeEach, describe, expect, it } from 'vitest';
import { type Publication, publisher } from '#functions/publisher/publisher.ts';
import { digestOf } from '#runbooks/sdk/digest.ts';
import type { Bundle, Manifest } from '#runbooks/sdk/wire.ts';
import { fakeBucket } from '#test/contract/fakes/bundles-bucket.ts';
import { everyKill } from '#test/contract/fakes/crash.ts';
import { fakeMachines } from '#test/contract/fakes/machines.ts';
import { fakeRules } from '#test/contract/fakes/rules-table.ts';

const prefix = 'arn:aws:states:eu-west-1:000000000000:stateMachine:wolfe-test-';
const now = () => new Date('2026-11-20T12:00:00.000Z');
const arns = {
  runner: (runbook: string) => `arn:aws:lambda:eu-west-1:000000000000:function:wolfe-test-runner-${runbook}`,
  approvals: 'arn:aws:lambda:eu-west-1:000000000000:function:wolfe-test-approvals',
  machineRole: (runbook: string) => `arn:aws:iam::000000000000:role/machine-${runbook}`,
};

const manifest: Manifest = {
  runbook: 'tidy',
  summary: 'Tidy up.',
  owner: 'cloud-infra',
  params: { type: 'object' },
  target: 'node:{node}',
  systems: [],
  steps: [{ name: 'prune', kind: 'remediate' }],
  prose: '',
};
const bundle = (summary = 'Tidy up.', of: Partial<Manifest> = {}): Bundle => {
  const files = {
    'code.mjs': 'export default {};',
    'manifest.json': JSON.stringify({ ...manifest, summary, ...of }),
    'machine.json': JSON.stringify({
      States: { prune: { Resource: '${RunnerFunctionArn}' }, ask: { FunctionName: '${ApprovalsFunctionArn}' } },
    }),
  };
  return { runbook: 'tidy', digest: digestOf(files), files };
};

const aRegion = () => {
  const bucket = fakeBucket();
  const machines = fakeMachines(prefix);
  const rules = fakeRules(now);
  const { put, load } = bucket;
  const { runbookVersions, runbookVersion, release } = rules;
  const world = { put, load, publish: machines.publish, runbookVersions, runbookVersion, release, now };
  return { world, bucket, machines, rules };
};

describe('the publisher', () => {
  let made: ReturnType<typeof aRegion>;
  beforeEach(() => {
    made = aRegion();
  });
  const publish = (call: Publication) => publisher(made.world, arns)(call);
  const released = async () => (await made.rules.live()).releases.map(({ digest }) => digest);

  it('brings bundle, machine, version and release', async () => {
    const one = bundle();
    expect(await publish({ bundle: one, release: true, by: 'ann' })).toEqual({
      runbook: 'tidy',
      digest: one.digest,
      machineVersionArn: `${prefix}tidy:1`,
      released: true,
    });
    expect(await made.bucket.load('tidy', one.digest)).toEqual(one);
    expect(made.machines.versions.get(`tidy:${one.digest}`)).toEqual({
      runbook: 'tidy',
      digest: one.digest,
      definition: JSON.stringify({
        States: { prune: { Resource: arns.runner('tidy') }, ask: { FunctionName: arns.approvals } },
      }),
      roleArn: arns.machineRole('tidy'),
    });
    expect(await made.rules.runbookVersions('tidy')).toEqual([
      { runbook: 'tidy', digest: one.digest, manifest, publishedAt: now().toISOString(), by: 'ann' },
    ]);
    expect((await made.rules.live()).releases).toEqual([
      {
        runbook: 'tidy',
        digest: one.digest,
        params: { type: 'object' },
        target: 'node:{node}',
        remediates: true,
        releasedAt: now().toISOString(),
        by: 'ann',
      },
    ]);
  });

  it('says in the release whether the runbook changes anything', async () => {
    const reads = bundle('Look only.', { steps: [{ name: 'measure', kind: 'diagnose' }], target: null });
    await publish({ bundle: reads, release: true, by: 'ann' });
    expect((await made.rules.live()).releases).toMatchObject([{ remediates: false, target: null }]);
  });

  it('releases only when asked, and goes back to a digest by its name', async () => {
    const [first, second] = [bundle('First.'), bundle('Second.')];
    await publish({ bundle: first, release: true, by: 'ann' });
    await publish({ bundle: second, release: false, by: 'ann' });
    expect(await released()).toEqual([first.digest]);
    await publish({ runbook: 'tidy', digest: second.digest, release: true, by: 'ann' });
    expect(await released()).toEqual([second.digest]);
    await publish({ runbook: 'tidy', digest: first.digest, release: true, by: 'bob' });
    expect(await released()).toEqual([first.digest]);
    expect((await made.rules.runbookVersions('tidy')).map(({ digest }) => digest)).toEqual([
      second.digest,
      first.digest,
    ]);
  });

  describe('refuses, and changes nothing,', () => {
    const refused = async (call: Publication, error: object) => {
      await expect(publish(call)).rejects.toMatchObject(error);
      expect([made.machines.versions.size, await released(), await made.rules.runbookVersions('tidy')]).toEqual([
        0,
        [],
        [],
      ]);
    };

    it('a bundle whose bytes are not its digest’s', () => {
      const { files, ...rest } = bundle();
      const changed = { ...rest, files: { ...files, 'code.mjs': 'export default { evil: true };' } };
      return refused(
        { bundle: changed, release: true, by: 'ann' },
        {
          name: 'BundleChangedError',
          message:
            `The bundle of runbook tidy is not what its digest says: expected ${rest.digest}, ` +
            `found ${digestOf(changed.files)}. Publish the runbook again; do not run these bytes.`,
        },
      );
    });

    it('a bundle under the name of another runbook', () =>
      refused(
        { bundle: { ...bundle(), runbook: 'other' }, release: true, by: 'ann' },
        {
          name: 'PublicationError',
          message: 'The bundle says runbook other, its manifest tidy. Bundle it again.',
        },
      ));

    it('names that could lead elsewhere', () =>
      refused(
        { bundle: { ...bundle(), runbook: '../tidy' }, release: true, by: 'ann' },
        { name: 'PublicationError', message: expect.stringContaining('“../tidy”') },
      ));

    it('a release of what was never published here', () =>
      refused({ runbook: 'tidy', digest: 'f'.repeat(64), release: true, by: 'ann' }, { name: 'ObjectMissingError' }));
  });

  it('killed at any call it has released nothing that is not whole, and the same call completes it', async () => {
    const one = bundle();
    const points = await everyKill(async (kill, point) => {
      made = aRegion();
      await publisher(kill(made.world), arns)({ bundle: one, release: true, by: 'ann' }).catch(() => undefined);
      if ((await released()).length > 0) {
        expect(await made.bucket.load('tidy', one.digest), point).toEqual(one);
        expect(made.machines.versions.has(`tidy:${one.digest}`), point).toBe(true);
        expect(await made.rules.runbookVersions('tidy'), point).toHaveLength(1);
      }
      await publish({ bundle: one, release: true, by: 'ann' });
      expect(await released(), point).toEqual([one.digest]);
      expect(await made.rules.runbookVersions('tidy'), point).toHaveLength(1);
      expect(made.machines.versions.size, point).toBe(1);
    });
    expect(points).toBe(10);
  });
});
