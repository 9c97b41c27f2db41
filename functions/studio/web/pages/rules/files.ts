import { parseDocument, stringify } from 'yaml';
import type { RuleFile, RuleView } from '../../../contract.ts';

/** The file that the rule in the editor is sent as. */
export const draftFile = 'this rule';

/** One rule as its author could have written it. */
export const yamlOf = (rule: RuleView): string => stringify(rule.source, { lineWidth: 110 });

/** The name that a rule's text gives it, as far as it can be read. */
export const nameIn = (text: string): string | undefined => {
  const name: unknown = parseDocument(text).get?.('rule');
  return typeof name === 'string' ? name : undefined;
};

/** A whole set as one text, for comparing. */
export const setText = (rules: readonly RuleView[]): string =>
  [...rules]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(yamlOf)
    .join('---\n');

/**
 * The live set as it would be with the rule in the editor: a set is checked and applied as a whole.
 * @param text of the rule; undefined takes the rule away.
 * @param replaces name of the live rule that it is a change of.
 */
export const filesWith = (
  live: readonly RuleView[],
  text: string | undefined,
  replaces: string | undefined,
): RuleFile[] => [
  ...live.filter(({ name }) => name !== replaces).map((rule) => ({ file: `${rule.name}.yaml`, text: yamlOf(rule) })),
  ...(text === undefined ? [] : [{ file: draftFile, text }]),
];
