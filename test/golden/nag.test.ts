import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type Stack, aws_s3 as s3, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Built } from '#infra/build.ts';
import { anApp, built, ownSettings } from './synthesize.ts';

describe('cdk-nag’s AwsSolutions pack', () => {
  let what: Built;
  beforeAll(async () => {
    what = await built();
  });
  const withApp = async <T>(work: (app: App) => T): Promise<T> => {
    const outdir = mkdtempSync(join(tmpdir(), 'wolfe-nag-'));
    try {
      return work(anApp(ownSettings(), what, outdir));
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  };

  /** @throws ValidationFailed with all that the pack finds. */
  const check = (app: App) => {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
  };

  it('finds nothing', () => withApp((app) => expect(() => check(app)).not.toThrow()));

  it('is alive: it finds what is planted', () =>
    withApp((app) => {
      new s3.Bucket(app.node.findChild('wolfe-dev-data') as Stack, 'Planted');
      expect(() => check(app)).toThrow(/The S3 Bucket has server access logs disabled.*\n +wolfe-dev-data\/Planted/);
    }));

  it('is told nothing to accept without a reason', () =>
    withApp((app) => {
      const accepted = app.node
        .findAll()
        .flatMap(({ node }) => node.metadata)
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, unknown>));
      expect(accepted.length).toBeGreaterThan(50);
      expect(accepted.filter(([, reason]) => !/\w+ \w+ \w+/.test(JSON.stringify(reason)))).toEqual([]);
    }));
});
