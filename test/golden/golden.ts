import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, filesOf, type Template, templatesOf } from './synthesize.ts';

/** One environment in two regions with one runbook; a further runbook adds to it what this one has. */
const environment = {
  home: 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1'],
  sources: { topics: ['arn:aws:sns:eu-west-1:111122223333:alerts'], senders: ['arn:aws:iam::111122223333:role/atlas'] },
  teams: ['cloud-infra'],
  alarmEmail: 'on-call@example.com',
};
export const goldenStacks = ['wolfe-dev-data', 'wolfe-dev-studio', 'wolfe-dev-engine-eu-west-1', 'wolfe-dev-pages'];

/** What changes with the code that is deployed, and not with where and how it is deployed. */
const withoutCode = (text: string): string =>
  text
    .replaceAll(/"DefinitionString": "(\\.|[^"\\])*"/g, '"DefinitionString": "(the machine)"')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '(sha256)');

/** Synthesizes the stacks that have golden templates. @returns by stack, ready to be compared */
export const synthesized = async (): Promise<Record<string, Template>> => {
  const { bundles, ...what } = await built();
  const one = { ...what, bundles: bundles.filter(({ runbook }) => runbook === 'jenkins-job') };
  const templates = templatesOf(filesOf({ environments: { dev: environment } }, one));
  return Object.fromEntries(
    goldenStacks.map((stack) => [stack, JSON.parse(withoutCode(JSON.stringify(templates[stack], undefined, 2)))]),
  );
};

export const fileOf = (stack: string): string => join(import.meta.dirname, `${stack}.golden.json`);
export const golden = (stack: string): Template => JSON.parse(readFileSync(fileOf(stack), 'utf8'));

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What differs, a line each: `Resources.X.Properties.Y: 60 → 30`. */
export const differences = (was: unknown, is: unknown, at = ''): string[] => {
  if (isTree(was) && isTree(is))
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
      differences(was[key], is[key], at ? `${at}.${key}` : key),
    );
  if (was === is) return [];
  const shown = (value: unknown): string => (value === undefined ? '(nothing)' : JSON.stringify(value).slice(0, 200));
  return [`${at}: ${shown(was)} → ${shown(is)}`];
};
