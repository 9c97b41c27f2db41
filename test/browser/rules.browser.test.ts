import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aWorld, type LocalWorld } from '#test/e2e/world.ts';
import { inBrowser } from './browser.ts';

const payload = readFileSync(
  new URL('../../runbooks/library/jenkins-job/alerts/NodeDiskPressure.json', import.meta.url),
  'utf8',
);

const wrong = `rule: prune-nodes
owner: cloud-infra
mode: atuo
when:
  name: [NodeDiskPresure]
run: jenkins-jobs
`;
const right = `rule: prune-nodes
owner: cloud-infra
mode: shadow
when:
  name: [NodeDiskPressure]
  labels: { env: [staging] }
run: jenkins-job
with:
  job: DockerPruneNode
`;

/** Replaces what is in the editor, as a person would who pastes. */
const write = async (page: Page, text: string): Promise<void> => {
  await page.locator('.ace_content').click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
};

inBrowser('Writing a rule in Studio', (visit) => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await aWorld();
  });
  afterAll(() => world?.stop());

  it('from a wrong one, by its faults, to one that matches, is live, and is rolled back', async () => {
    const page = await visit.open(world.url, world.token, '/rules');
    await page.getByRole('link', { name: 'Write a rule' }).click();
    await page.getByRole('heading', { name: 'Write a rule', level: 1 }).waitFor();

    await write(page, wrong);
    const faults = page.getByRole('list', { name: 'Faults' });
    await faults.getByText('jenkins-jobs').waitFor();
    await faults.getByText('"atuo" cannot stand here').waitFor();
    expect(await faults.innerText()).toMatch(/line 3, column \d+: mode/);
    const apply = page.getByRole('button', { name: 'Review and apply' });
    expect(await apply.getAttribute('aria-disabled')).toBe('true');

    await page.getByRole('tab', { name: 'Paste one' }).click();
    await page.getByLabel('Payload').fill(payload);
    await write(page, right.replace('NodeDiskPressure', 'NodeDiskPresure'));
    await page.getByText('The whole set is in order').waitFor();
    await page.getByText('Does not match').waitFor();
    await page.getByText('wanted is "NodeDiskPresure"').waitFor();
    await write(page, right);
    await page.getByText('Matches', { exact: true }).waitFor();
    await page.getByText('The whole set is in order').waitFor();

    await apply.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('+ rule: prune-nodes').waitFor();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('heading', { name: 'prune-nodes', level: 1 }).waitFor();
    const names = async () => (await world.api('listRules', {})).rules.map(({ name }) => name);
    expect(await names()).toContain('prune-nodes');

    await page.getByRole('link', { name: 'Rules', exact: true }).click();
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Bring back 1' }).click();
    await dialog.getByText('- rule: prune-nodes').waitFor();
    await dialog.getByRole('button', { name: 'Bring it back' }).click();
    await page.getByText('3 (live)').waitFor();
    expect(await names()).not.toContain('prune-nodes');
  });

  it('begins with an alert that nothing matched', async () => {
    await world.post('plain', { name: 'KafkaLagHigh', status: 'firing', labels: { topic: 'orders' } });
    await world.eventually('the decision', async () => {
      const { items } = await world.api('listDecisions', { query: { kind: 'unmatched' } });
      return items[0];
    });
    const page = await visit.open(world.url, world.token, '/unmatched');
    await page
      .getByRole('row', { name: /KafkaLagHigh/ })
      .getByRole('link', { name: 'Write a rule' })
      .click();
    await page.locator('.ace_content').getByText('kafka-lag-high').waitFor();
    await page.getByRole('list', { name: 'Faults' }).getByText('Name a runbook').waitFor();
    await write(page, right.replace('NodeDiskPressure', 'KafkaLagHigh').replace('env: [staging]', 'topic: [orders]'));
    await page.getByText('Matches', { exact: true }).waitFor();
  });
});
