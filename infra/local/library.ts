import { parse, stringify } from 'yaml';
import { type Library, readLibrary } from '#infra/library.ts';

/**
 * The demo shows a run from end to end at each start, so its rule acts by itself, at once and without limits on how often; every
 * other rule is as its author wrote it.
 */
const localRule = (text: string): string => {
  const rule = parse(text);
  if (rule.rule !== 'node-disk-pressure') return text;
  const { cooldown } = rule.guard;
  return stringify({ ...rule, mode: 'auto', guard: { cooldown } });
};

/** The library as the local world deploys it; see `readLibrary`. */
export const localLibrary = async (more?: string): Promise<Library> => {
  const { bundles, rules } = await readLibrary(more);
  return { bundles, rules: rules.map(({ file, text }) => ({ file, text: localRule(text) })) };
};
