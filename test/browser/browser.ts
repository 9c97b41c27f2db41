import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '#infra/local/site-build.ts';
import { args, executablePath } from './chromium.ts';

/** A browser that people use Studio in; each test has one person's tab. */
export interface Visit {
  /** Opens Studio as the person with the token, on a page of it. */
  open(url: string, token: string, path?: string): Promise<Page>;
}

/** What a page must never have had at the end of a test. */
interface Trouble {
  what: string;
  text: string;
}

/** Notes errors of a page, and whatever it asked of anybody but its own address. */
const watch = (context: BrowserContext, origin: string, troubles: Trouble[], expected: RegExp[]): void => {
  const note = (what: string, text: string) => {
    if (!expected.some((one) => one.test(text))) troubles.push({ what, text });
  };
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      note('console', `${message.text()} ${message.location().url}`.trim());
  });
  context.on('weberror', (error) => note('error', String(error.error().stack)));
  context.on('dialog', (dialog) => {
    note('dialog', dialog.message());
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin && !request.url().startsWith('data:')) note('foreign', request.url());
  });
};

/**
 * Tests in real Chromium, over the built site. Where there is none they are skipped, with the reason; in CI that is a failure.
 * After each test the page must have had no error and have asked nobody else for anything.
 * @param expected console errors that the tests themselves provoke
 */
export const inBrowser = (subject: string, tests: (visit: Visit) => void, expected: RegExp[] = []): void => {
  if (!existsSync(executablePath)) {
    const reason = `There is no Chromium at ${executablePath}: apt-get install chromium, or name one in CHROMIUM.`;
    if (process.env.CI)
      it('finds Chromium', () => {
        throw new Error(reason);
      });
    else console.warn(`Skipped: ${subject}. ${reason}`);
    describe.skip(subject, () => tests({ open: () => Promise.reject(new Error(reason)) }));
    return;
  }
  describe(subject, () => {
    let browser: Awaited<ReturnType<typeof chromium.launch>>;
    const troubles: Trouble[] = [];
    const contexts: BrowserContext[] = [];
    beforeAll(async () => {
      const faults: string[] = [];
      [browser] = await Promise.all([
        chromium.launch({ executablePath, args }),
        buildSite((text) => faults.push(text)).done,
      ]);
      expect(faults).toEqual([]);
    });
    afterAll(() => browser?.close());
    afterEach(async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      expect(troubles.splice(0)).toEqual([]);
    });
    tests({
      open: async (url, token, path = '/') => {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
        contexts.push(context);
        context.setDefaultTimeout(15_000);
        watch(context, url, troubles, expected);
        const page = await context.newPage();
        await page.goto(`${url}${path}#token=${token}`);
        return page;
      },
    });
  });
};

/** What axe finds that keeps people from using the page: by all its rules in light, and by contrast in dark. */
export const barriers = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  const found = async (look: 'light' | 'dark', options: axe.RunOptions) => {
    await page.emulateMedia({ colorScheme: look, reducedMotion: 'reduce' });
    const { violations } = await page.evaluate(
      (asked) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, asked),
      { ...options, resultTypes: ['violations' as const] },
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${look}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  };
  return [...(await found('light', {})), ...(await found('dark', { runOnly: ['color-contrast'] }))];
};
