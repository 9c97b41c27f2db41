import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { diskPressure } from '#test/e2e/alerts.ts';
import { aWorld, type LocalWorld } from '#test/e2e/world.ts';
import { barriers, inBrowser } from './browser.ts';

/** Puts the library's rule for NodeDiskPressure into a mode. */
const setMode = async ({ api }: LocalWorld, mode: 'approve' | 'auto'): Promise<void> => {
  const { rules } = await api('listRules', {});
  const files = rules.map(({ name, source }) => ({
    file: name,
    text: stringify(name === 'node-disk-pressure' ? { ...(source as object), mode } : source),
  }));
  await api('applyRules', { body: { files } });
};

inBrowser('Studio over a local world', (visit) => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await aWorld();
  });
  afterAll(() => world?.stop());

  it('shows a run live, from the alert to its outcome', async () => {
    const page = await visit.open(world.url, world.token, '/executions');
    await page.getByText('Nothing has run yet').waitFor();
    await world.post('plain', diskPressure('node-live'));
    const row = page.getByRole('row', { name: /node-live/ });
    await row.getByRole('link', { name: 'NodeDiskPressure' }).click();

    await page.getByText('succeeded: it helped').waitFor();
    const steps = page.getByRole('list', { name: 'Steps' });
    await steps.getByText('build succeeded', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Why it ran' }).waitFor();
    await page.getByText('INFRA-1').waitFor();
    await steps.getByRole('button', { name: 'Input, output and console of build succeeded' }).click();
    await page.getByText('"lastLines"').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(world.effects()).toHaveLength(1);
  });

  it('lets a waiting run go on by an approval of the plan in view', async () => {
    await setMode(world, 'approve');
    const page = await visit.open(world.url, world.token, '/executions');
    await page.getByRole('heading', { name: 'Executions', level: 1 }).waitFor();
    await world.post('plain', diskPressure('node-asked'));
    await page.getByRole('link', { name: 'Answer' }).click();

    const ask = page.getByRole('region', { name: 'Approval of start the build' });
    await ask.getByText('jenkins.start(').waitFor();
    expect(await ask.innerText()).toContain('node-asked');
    expect(await barriers(page)).toEqual([]);
    await ask.getByLabel('Reason').fill('looks right');
    await ask.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('succeeded: it helped').waitFor();
    await page.getByText('was approved by you').waitFor();
    await page.getByText('you: looks right').waitFor();
    expect(world.effects()).toHaveLength(2);
  });

  it('ends a waiting run by a denial, and says so', async () => {
    const page = await visit.open(world.url, world.token, '/executions');
    await page.getByRole('heading', { name: 'Executions', level: 1 }).waitFor();
    await world.post('plain', diskPressure('node-denied'));
    await page.getByRole('link', { name: 'Answer' }).click();
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('succeeded: denied by you').waitFor();
    expect(world.effects()).toHaveLength(2);
  });

  it('says why an alert was refused', async () => {
    await setMode(world, 'auto');
    const page = await visit.open(world.url, world.token, '/switches');
    await page.getByRole('button', { name: 'Switch everything off' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('network works tonight');
    await dialog.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('Everything is switched off').waitFor();

    await page.getByRole('link', { name: 'Decisions', exact: true }).click();
    await page.getByRole('heading', { name: 'Decisions', level: 1 }).waitFor();
    await world.post('plain', diskPressure('node-refused'));
    await page
      .getByRole('row', { name: /refused/ })
      .getByRole('link', { name: 'NodeDiskPressure' })
      .click();
    await page.getByText('Refused by the guardrail “kill switch”').waitFor();
    const verdicts = page.getByRole('list', { name: 'Guardrails in order' });
    expect(await verdicts.innerText()).toContain('network works tonight');
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('link', { name: 'Kill switches', exact: true }).click();
    await page.getByRole('button', { name: 'Switch everything on' }).click();
    await dialog.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('On: Wolfe acts on alerts').waitFor();
    expect(world.effects()).toHaveLength(2);
  });

  it('runs a runbook by hand from the form', async () => {
    const page = await visit.open(world.url, world.token, '/runbooks');
    await page
      .getByRole('row', { name: /jenkins-job/ })
      .getByRole('link', { name: 'Run or plan' })
      .click();
    await page.getByRole('button', { name: 'Run it now' }).click();
    await page.getByText('It is needed.').waitFor();
    await page.getByLabel('job', { exact: true }).fill('DockerPruneNode');
    await page.getByLabel('parameters').fill('{ "NODE": ');
    await page.getByText('It is no JSON').waitFor();
    await page.getByLabel('parameters').fill('{ "NODE": "by-hand", "CLUSTER": "c", "REGION": "r" }');
    await page.getByRole('button', { name: 'Run it now' }).click();
    await page.getByText('succeeded: it helped').waitFor();
    await page.getByText('Run by you').waitFor();
    expect(world.effects().map(({ NODE }) => NODE)).toContain('by-hand');
  });

  it('shows a malicious alert, which does nothing', async () => {
    const evil = '<img src=x onerror="fetch(`/stolen`)">\u202egpj.exe\u0000\u001b[31m';
    await world.post('plain', {
      name: '<script>alert(1)</script>',
      status: 'firing',
      severity: 'critical\u202elufmrah',
      labels: { evil, '\u202ekey': 'v', huge: 'A'.repeat(300_000) },
      annotations: { summary: '[click](javascript:alert(1))' },
      url: 'javascript:alert(1)',
    });
    const page = await visit.open(world.url, world.token, '/unmatched');
    await world.eventually('the decision', async () => {
      const { items } = await world.api('listDecisions', { query: { kind: 'unmatched' } });
      return items[0];
    });
    await page.reload();
    await page.getByRole('link', { name: '<script>alert(1)</script>' }).click();
    await page
      .getByRole('grid', { name: 'Decisions' })
      .getByRole('link', { name: '<script>alert(1)</script>' })
      .click();
    await page.getByRole('heading', { name: '<script>alert(1)</script>', level: 1 }).waitFor();

    const main = page.locator('main');
    await main.getByText('U+202E').first().waitFor();
    expect(await main.innerText()).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u202a-\u202e]/);
    expect((await main.innerText()).length).toBeLessThan(5000);
    await main.getByRole('button', { name: 'Show all 300,000 characters' }).click();
    expect((await main.innerText()).length).toBeGreaterThan(300_000);
    const foreign = await page.evaluate(() => ({
      scripts: [...document.scripts].filter(({ src }) => !src.startsWith(`${location.origin}/assets/`)).length,
      images: document.querySelectorAll('img[src="x"]').length,
      links: document.querySelectorAll('a[href^="javascript:"]').length,
    }));
    expect(foreign).toEqual({ scripts: 0, images: 0, links: 0 });
  });
});
