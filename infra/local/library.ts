import { parse, stringify } from 'yaml';
import { type Library, readLibrary } from '#infra/library.ts';

/** The demo shows a run from end to end, so its rule acts by itself and at once; every other rule is as its author wrote it. */
const localRule = (text: string): string => {
  const rule = parse(text);
  if (rule.rule !== 'node-disk-pressure') return text;
  const { hold: _, ...guard } = rule.guard;
  return stringify({ ...rule, mode: 'auto', guard });
};

/** The library as the local world deploys it; see `readLibrary`. */
export const localLibrary = async (more?: string): Promise<Library> => {
  const { bundles, rules } = await readLibrary(more);
  return { bundles, rules: rules.map(({ file, text }) => ({ file, text: localRule(text) })) };
};
