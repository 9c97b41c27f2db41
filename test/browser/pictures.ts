// `npm run pictures`: makes the pictures of the docs anew, from a real run in a local world.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { buildSite } from '#infra/local/site-build.ts';
import { diskPressure, executionFor } from '#test/e2e/alerts.ts';
import { aWorld } from '#test/e2e/world.ts';
import { args, executablePath } from './chromium.ts';

const folder = join(import.meta.dirname, '../../functions/studio/web/docs');

const world = await aWorld();
const browser = await chromium.launch({ executablePath, args });
try {
  await buildSite((text) => process.stderr.write(text)).done;
  for (const name of ['TargetDown', 'KafkaLagHigh', 'KafkaLagHigh'])
    await world.post('plain', { name, status: 'firing', labels: { team: 'data', job: 'orders' } });
  await world.post('plain', diskPressure('ip-10-0-3-17.eu-west-1.compute.internal'));
  const execution = await executionFor(world, 'ip-10-0-3-17.eu-west-1.compute.internal');
  await world.ended(execution);

  const picture = async (name: string, path: string, ready: string, colorScheme: 'light' | 'dark') => {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    await page.goto(`${world.url}${path}#token=${world.token}`);
    await page.getByText(ready).first().waitFor();
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
  };
  await picture('execution', `/executions/${execution}`, 'build succeeded', 'light');
  await picture('decisions', '/decisions', 'TargetDown', 'dark');
} finally {
  await browser.close();
  await world.stop();
}
