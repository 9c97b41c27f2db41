import { beforeEach, describe, expect, it } from 'vitest';
import { type Carried, type DeployWorld, deploy } from '#functions/publisher/deploy.ts';
import type { Publication } from '#functions/publisher/publisher.ts';
import { fakeRules } from '#test/contract/fakes/rules-table.ts';

const at = '2026-11-21T12:00:00.000Z';
const rule = (name: string, run = 'tidy') =>
  JSON.stringify({ rule: name, owner: 'cloud-infra', mode: 'shadow', when: { name: [name] }, run });

describe('a deploy', () => {
  let content: unknown;
  let rules: ReturnType<typeof fakeRules>;
  let published: Publication[];
  let pages: { bucket: string; path: string; type: string; cacheControl: string; body: string }[];
  let world: DeployWorld;
  beforeEach(async () => {
    rules = fakeRules(() => new Date(at));
    published = [];
    pages = [];
    world = {
      asset: async () => content,
      page: async (bucket, { body, ...page }) =>
        void pages.push({ bucket, ...page, body: Buffer.from(body).toString() }),
      publish: async (call) => {
        published.push(call);
        return { runbook: 'tidy', digest: 'd', machineVersionArn: 'a', released: true };
      },
      live: rules.live,
      apply: rules.apply,
    };
    await rules.release({
      runbook: 'tidy',
      digest: 'd',
      params: {},
      target: null,
      remediates: true,
      releasedAt: at,
      by: 'a',
    });
  });
  const bring = (RequestType: 'Create' | 'Update' | 'Delete', what: Omit<Carried, 'Bucket' | 'Key'>) =>
    deploy(world)({
      RequestType,
      ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'as-before' }),
      ResourceProperties: { Bucket: 'b', Key: 'k', ...what } as Carried,
    });

  it('publishes and releases a bundle', async () => {
    content = { runbook: 'tidy', digest: 'd', files: {} };
    expect(await bring('Create', { Kind: 'bundle' })).toEqual({ PhysicalResourceId: 'release-tidy' });
    expect(published).toEqual([{ bundle: content, release: true, by: 'cdk deploy' }]);
  });

  it('gives an environment its first rules', async () => {
    content = [{ file: 'rule.yaml', text: rule('a') }];
    await bring('Create', { Kind: 'rules' });
    const { ruleSet } = await rules.live();
    expect(ruleSet).toMatchObject({ version: 1, by: 'cdk deploy', rules: 1 });
  });

  it('leaves rules alone that are live already', async () => {
    await rules.apply([{ rule: 'mine' }], 'ann');
    content = [{ file: 'rule.yaml', text: rule('a') }];
    await bring('Update', { Kind: 'rules' });
    expect((await rules.live()).ruleSet).toMatchObject({ version: 1, by: 'ann' });
  });

  it('is content when another region’s deploy was first', async () => {
    content = [{ file: 'rule.yaml', text: rule('a') }];
    const { live } = rules;
    world.live = async () => {
      const before = await live();
      await rules.apply([{ rule: 'a' }], 'cdk deploy');
      return before;
    };
    await bring('Create', { Kind: 'rules' });
    expect((await live()).ruleSet).toMatchObject({ version: 1 });
  });

  it('fails on wrong rules, tells all of them, and changes nothing', async () => {
    content = [
      { file: 'a.yaml', text: rule('a', 'tydi') },
      { file: 'b.yaml', text: '{"rule": "b"}' },
    ];
    await expect(bring('Create', { Kind: 'rules' })).rejects.toThrow(/a\.yaml.*tydi.*b\.yaml/s);
    expect((await rules.live()).ruleSet).toBeUndefined();
  });

  it('brings the site: what pages name first, how people sign in for this deploy', async () => {
    content = ['config.json', 'index.html', 'assets/app.js'].map((path) => ({
      path,
      base64: Buffer.from(`of ${path}`).toString('base64'),
    }));
    await bring('Create', { Kind: 'site', Site: 'site', Config: { signIn: 'oidc' } } as Omit<
      Carried,
      'Bucket' | 'Key'
    >);
    expect(pages).toEqual([
      {
        bucket: 'site',
        path: 'assets/app.js',
        type: 'text/javascript; charset=utf-8',
        cacheControl: 'public, max-age=31536000, immutable',
        body: 'of assets/app.js',
      },
      {
        bucket: 'site',
        path: 'config.json',
        type: 'application/json',
        cacheControl: 'no-cache',
        body: '{"signIn":"oidc"}',
      },
      {
        bucket: 'site',
        path: 'index.html',
        type: 'text/html; charset=utf-8',
        cacheControl: 'no-cache',
        body: 'of index.html',
      },
    ]);
  });

  it('takes nothing away when its stack is deleted', async () => {
    expect(await bring('Delete', { Kind: 'bundle' })).toEqual({ PhysicalResourceId: 'as-before' });
    expect([published, pages, (await rules.live()).releases.length]).toEqual([[], [], 1]);
  });
});
