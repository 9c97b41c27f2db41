import { afterAll, beforeAll, expect, it } from 'vitest';
import { inBrowser } from './browser.ts';
import { inMemory } from './in-memory.ts';
import { issuer } from './issuer.ts';

const clientId = 'studio';

inBrowser(
  'Signing in at an issuer',
  (visit) => {
    let at: Awaited<ReturnType<typeof issuer>>;
    let studio: Awaited<ReturnType<typeof inMemory>>;
    beforeAll(async () => {
      at = await issuer(clientId);
      studio = await inMemory({ issuer: at.url, clientId, idToken: at.idToken });
    });
    afterAll(() => Promise.all([studio?.stop(), at?.stop()]));

    it('comes back to the page that was asked for, signed in, and stays so over a reload', async () => {
      const page = await visit.open(studio.url, '', '/runbooks/clear-disk');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'clear-disk', level: 1 }).waitFor();
      expect(page.url()).toBe(`${studio.url}/runbooks/clear-disk`);
      await page.getByRole('button', { name: 'olaf' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'clear-disk', level: 1 }).waitFor();
    });

    it('signs out here and there', async () => {
      const page = await visit.open(studio.url, '', '/rules');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'olaf' }).click();
      const ended = page.waitForRequest(`${at.url}/end?**`);
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      expect((await ended).url()).toContain('id_token_hint=');
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('unsigned');
    });

    it('takes no answer that it did not ask for', async () => {
      const page = await visit.open(studio.url, '', '/signed-in?code=stolen&state=x');
      await page.getByText('Studio failed: No matching state found in storage').waitFor();
    });
  },
  // The issuer is another address, and is meant to be asked.
  [/^http:\/\/127\.0\.0\.1:\d+\/(\.well-known|authorize|token|end)/],
);
