import { afterAll, beforeAll, expect, it } from 'vitest';
import { barriers, inBrowser } from './browser.ts';
import { inMemory } from './in-memory.ts';

const waiting = '/executions/disk-full-1';
/** Every page of Studio, and what its heading says. */
const pages: [path: string, heading: string][] = [
  ['/executions', 'Executions'],
  [waiting, 'DiskFull'],
  ['/decisions', 'Decisions'],
  ['/decisions/20261121T115900000Z-aa', 'DiskFull'],
  ['/unmatched', 'Unmatched alerts'],
  ['/rules', 'Rules'],
  ['/rules/disk-full', 'disk-full'],
  ['/edit-rule?rule=disk-full', 'Edit disk-full'],
  ['/rule-versions', 'Versions of the rules'],
  ['/explain?decision=20261121T115900000Z-aa', 'Explain an alert'],
  ['/runbooks', 'Runbooks'],
  ['/runbooks/clear-disk', 'clear-disk'],
  ['/runbooks/clear-disk/run', 'Run clear-disk'],
  ['/switches', 'Kill switches'],
  ['/no-such-page', 'There is no such page'],
];
/** What the API refuses shows in the console as what it is. */
const refused = [/status of 40[134]/];

inBrowser(
  'Studio and its people',
  (visit) => {
    let studio: Awaited<ReturnType<typeof inMemory>>;
    beforeAll(async () => {
      studio = await inMemory();
    });
    afterAll(() => studio?.stop());

    it('keeps the token out of the address, and takes a link to any page', async () => {
      const page = await visit.open(studio.url, 'olaf-token', waiting);
      await page.getByRole('heading', { name: 'DiskFull', level: 1 }).waitFor();
      expect(page.url()).toBe(studio.url + waiting);
      await page.reload();
      await page.getByRole('heading', { name: 'DiskFull', level: 1 }).waitFor();
    });

    it('asks for a token when there is none, and again when it is not known', async () => {
      const page = await visit.open(studio.url, '', '/rules');
      await page.getByLabel('API token').fill('nobody-token');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('The API does not know this token').waitFor();
      await page.getByLabel('API token').fill('vera-token');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Rules', level: 1 }).waitFor();
    });

    it('lets a viewer see the plan and not approve it, and says why', async () => {
      const page = await visit.open(studio.url, 'vera-token', waiting);
      const ask = page.getByRole('region', { name: 'Approval of prune' });
      await ask.getByText('docker-prune').waitFor();
      const approve = ask.getByRole('button', { name: 'Approve' });
      expect(await approve.getAttribute('aria-disabled')).toBe('true');
      await approve.hover();
      await page.getByText('vera may not do this. Your roles: viewer').filter({ visible: true }).first().waitFor();
      await approve.click({ force: true });
      expect(studio.seen.replies).toEqual([]);

      const answer = await page.evaluate(async () => {
        const response = await fetch('/api/v1/approvals/disk-full-1/prune', {
          method: 'POST',
          headers: { authorization: 'Bearer vera-token', 'content-type': 'application/json' },
          body: JSON.stringify({ approved: true, planDigest: 'e'.repeat(64) }),
        });
        return response.status;
      });
      expect(answer).toBe(403);
    });

    it('lets no other team approve either', async () => {
      const page = await visit.open(studio.url, 'otto-token', waiting);
      const ask = page.getByRole('region', { name: 'Approval of prune' });
      await ask.locator('button[aria-disabled=true]', { hasText: 'Approve' }).waitFor();
    });

    it('goes by keyboard from the list into a run', async () => {
      const page = await visit.open(studio.url, 'vera-token', '/executions');
      await page.getByRole('grid', { name: 'Executions' }).getByRole('link', { name: 'DiskFull' }).first().waitFor();
      const first = page.getByRole('grid').getByRole('columnheader').first();
      await first.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'DiskFull', level: 1 }).waitFor();
    });

    it('shows what is not seen in a value, by its name', async () => {
      const page = await visit.open(studio.url, 'vera-token', '/decisions/20261121T115900000Z-aa');
      await page.getByText('U+202E').waitFor();
      const text = await page.locator('main').innerText();
      expect(text).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u202a-\u202e]/);
    });

    it('says what to do when there is nothing at an address', async () => {
      const page = await visit.open(studio.url, 'vera-token', '/executions/no-such-run');
      await page.getByText('There is no execution "no-such-run".').waitFor();
      await page.getByText('List the executions').waitFor();
    });

    it('keeps nobody out: axe finds nothing serious on any page, in light or dark', async () => {
      const page = await visit.open(studio.url, 'ada-token');
      const found: Record<string, string[]> = {};
      for (const [path, heading] of pages) {
        await page.evaluate((to) => {
          history.pushState(null, '', to);
          dispatchEvent(new Event('popstate'));
        }, path);
        await page.getByRole('heading', { name: heading, level: 1, exact: true }).waitFor();
        await page.getByText('Loading', { exact: true }).waitFor({ state: 'hidden' });
        const barred = await barriers(page);
        if (barred.length > 0) found[path] = barred;
      }
      expect(found).toEqual({});
    });
  },
  refused,
);
