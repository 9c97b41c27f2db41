import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diskPressure } from '#test/e2e/alerts.ts';
import { aWorld, type LocalWorld } from '#test/e2e/world.ts';
import { barriers, inBrowser } from './browser.ts';

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
/** As the backtest has it: the runbook's target is made of these too. */
const whole = `${right}  parameters: { NODE: "{% labels.node %}" }
guard: { cooldown: 30m }
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

  it('says what to do where there is no past to try it on', async () => {
    const page = await visit.open(world.url, world.token, '/edit-rule');
    await write(page, right);
    await page.getByText('The whole set is in order').waitFor();
    await page.getByRole('button', { name: 'Backtest' }).click();
    await page.getByText('No alert came in the last 7 days').waitFor();
    await page.getByText('apply the rule in shadow and see what it matches').waitFor();
  });

  it('from a wrong one, by its faults, to one that matches, is tried on the past, is live, and is rolled back', async () => {
    await world.post('plain', diskPressure('node-past', '2026-01-01T00:00:00Z'));
    await world.post('plain', diskPressure('node-past', '2026-01-02T00:00:00Z'));
    await world.eventually('the first decision on each', async () => {
      const { items } = await world.api('listDecisions', {});
      return items.filter(({ seenAt }) => seenAt === undefined)[1];
    });
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
    const backtest = page.getByRole('button', { name: 'Backtest' });
    const tried = page.getByRole('grid', { name: 'Backtest by rule' }).getByRole('row', { name: /prune-nodes/ });
    await backtest.click();
    await tried.getByText('It matches none of these alerts').waitFor();
    await write(page, right);
    await page.getByText('Matches', { exact: true }).waitFor();
    await page.getByText('The whole set is in order').waitFor();

    await backtest.click();
    await page.getByText('0 newly matched, 0 no longer matched, 2 by other rules').waitFor();
    await tried.getByText('2 could not run').waitFor();
    await write(page, whole);
    await page.getByText('You have changed the rule since').waitFor();
    await page.getByText('The whole set is in order').waitFor();
    await backtest.click();
    await tried.getByText('1 refused by cooldown').waitFor();
    const [, matches, newly, noLonger, runs, , targets] = await tried.getByRole('gridcell').allInnerTexts();
    expect({ matches, newly, noLonger, runs }).toEqual({ matches: '2', newly: '+2', noLonger: '0', runs: '1' });
    expect(targets).toBe('jenkins:DockerPruneNode(NODE=node-past)');
    await page.getByRole('button', { name: 'Alerts that other rules would match (2)' }).click();
    await page.getByRole('listitem').getByText('+prune-nodes').first().waitFor();
    expect(await barriers(page)).toEqual([]);

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
