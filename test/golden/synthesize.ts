import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Built } from '#infra/build.ts';
import { bundleFunctions } from '#infra/code.ts';
import { readLibrary } from '#infra/library.ts';
import { readSettings } from '#infra/settings.ts';
import { addStacks } from '#infra/stacks/all.ts';

/** A synthesized template, as far as tests look at it. */
export interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; DependsOn?: string[] }>;
  Outputs?: Record<string, { Value: unknown }>;
}

/** Made once in a process, however many tests ask for it. */
const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** What is deployed, with a site that need not be built. */
export const built = once(async (): Promise<Built> => {
  const [library, { code }] = await Promise.all([readLibrary(), bundleFunctions()]);
  return { ...library, code, site: [{ path: 'index.html', base64: '' }] };
});

/** The app with all its stacks, not yet synthesized. */
export const anApp = (settings: unknown, what: Built, outdir?: string): App => {
  const app = new App({ analyticsReporting: false, ...(outdir ? { outdir } : {}) });
  addStacks(app, readSettings(settings), what);
  return app;
};

/** What a deploy reads; the other files say where in the program something was made, for people. */
const isRead = (file: string): boolean => /^(manifest\.json|.*\.(template|assets)\.json)$/.test(file);

/** Synthesizes into a folder that is thrown away. @returns the files that a deploy reads, by name, but what it uploads */
export const filesOf = (settings: unknown, what: Built): Record<string, string> => {
  const outdir = mkdtempSync(join(tmpdir(), 'wolfe-synth-'));
  try {
    anApp(settings, what, outdir).synth();
    const files = readdirSync(outdir).filter(isRead);
    return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

/** The templates among the files, by stack. */
export const templatesOf = (files: Record<string, string>): Record<string, Template> =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([file]) => file.endsWith('.template.json'))
      .map(([file, text]) => [file.replace('.template.json', ''), JSON.parse(text)]),
  );

/** `cdk.json`'s own settings: two environments in two regions each. */
export const ownSettings = (): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')).context.wolfe;

/** The files and the templates of `cdk.json`'s own settings. */
export const ownFiles = once(async () => filesOf(ownSettings(), await built()));
export const ownTemplates = once(async () => templatesOf(await ownFiles()));
