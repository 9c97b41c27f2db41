import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Alert } from '#functions/core/alert.ts';
import { translate } from '#functions/core/parameters.ts';
import type { CaseResult } from '#functions/core/rules/cases.ts';
import type { Rule } from '#functions/core/rules/rule.ts';
import { ruleSet } from '#functions/core/rules/set.ts';
import { read } from '#functions/core/sources/read.ts';
import { canonical } from '#runbooks/sdk/digest.ts';

/** When the alerts of cases began: the same always, so that a case says the same tomorrow. */
const startsAt = '2026-01-01T00:00:00.000Z';

const texts = z.record(z.string(), z.string());
const params = z.record(z.string(), z.unknown()).nullable();

/** One case of a rule set: an alert, and the rules that it must match, with the parameters that they must make of it. */
export const alertCase = z
  .strictObject({
    case: z.string().optional(),
    /** The alert itself; what is left out is filled in. */
    alert: z.looseObject({ name: z.string(), labels: texts.default({}), annotations: texts.default({}) }).optional(),
    /** Or what a sender would send, which must hold just one alert. */
    payload: z.unknown().optional(),
    /** Or a file of it, beside the cases. */
    file: z.string().optional(),
    source: z.string().optional(),
    /** Names of rules; or their parameters by name, null where they do not matter. Empty for no rule at all. */
    expect: z.union([z.array(z.string()), z.record(z.string(), params)]),
  })
  .refine(
    ({ alert, payload, file }) => [alert, payload, file].filter((one) => one !== undefined).length === 1,
    'needs one of alert, payload and file',
  );
export type AlertCase = z.infer<typeof alertCase>;

const alertOf = async ({ alert, payload, file, source }: AlertCase, folder: string): Promise<Alert | string> => {
  if (alert) return { status: 'firing', source: source ?? 'plain', startsAt, fingerprint: 'case', ...alert } as Alert;
  const body = file === undefined ? payload : await readFile(resolve(folder, file)).catch((error: Error) => error);
  if (body instanceof Error) return body.message;
  const { alerts, aside } = await read(body, { source, receivedAt: startsAt });
  if (alerts.length === 1) return alerts[0]!;
  return `the payload holds ${alerts.length} alerts${aside.map(({ reason }) => `; ${reason}`).join('')}`;
};

/** What went otherwise than expected, or undefined. */
const differs = async (alert: Alert, matched: Rule[], expect: AlertCase['expect']): Promise<string | undefined> => {
  const wanted = new Map(Array.isArray(expect) ? expect.map((name) => [name, null]) : Object.entries(expect));
  const names = matched.map(({ name }) => name);
  const missing = [...wanted.keys()].filter((name) => !names.includes(name));
  const extra = names.filter((name) => !wanted.has(name));
  if (missing.length + extra.length > 0)
    return [
      ...missing.map((name) => `${name} does not match (see wolfe rules explain)`),
      ...extra.map((name) => `${name} matches, too`),
    ].join('; ');
  for (const rule of matched) {
    const params = wanted.get(rule.name);
    if (!params) continue;
    const made = await translate(rule.with, alert).catch((error: Error) => error);
    if (made instanceof Error) return `${rule.name}: ${made.message}`;
    if (canonical(made) !== canonical(params))
      return `${rule.name}: expected ${canonical(params)}, made ${canonical(made)}`;
  }
  return undefined;
};

/** Runs cases of alerts against rules. @param folder in which the files lie that cases name */
export const runAlertCases = async (
  cases: readonly AlertCase[],
  rules: readonly Rule[],
  folder: string,
): Promise<CaseResult[]> => {
  const set = ruleSet(
    0,
    rules.map(({ source }) => source),
  );
  return Promise.all(
    cases.map(async (one, i): Promise<CaseResult> => {
      const id = one.case ?? String(i + 1);
      const alert = await alertOf(one, folder);
      const reason = typeof alert === 'string' ? alert : await differs(alert, set.match(alert), one.expect);
      return reason === undefined ? { id, outcome: 'passed' } : { id, outcome: 'failed', reason };
    }),
  );
};
