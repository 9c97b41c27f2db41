type Branch = Map<string, { branch?: Branch; from: number; to: number }>;

/**
 * What Jenkins leaves of a document for `?tree=builds[number,actions[parameters[name]]]{0,10}`: the named fields, to the named
 * depth, the named range of a list. `_class` always stays.
 */
export const prune = (document: unknown, tree: string): unknown => picked(document, parse(tree));

const parse = (tree: string): Branch => {
  const tokens = tree.match(/[\w*]+|\[|\]|\{[^}]*\}|,/g) ?? [];
  let at = 0;
  const fields = (): Branch => {
    const branch: Branch = new Map();
    while (at < tokens.length && tokens[at] !== ']') {
      const name = tokens[at++] as string;
      const field: { branch?: Branch; from: number; to: number } = { from: 0, to: Number.POSITIVE_INFINITY };
      if (tokens[at] === '[') {
        at += 1;
        field.branch = fields();
        at += 1;
      }
      const range = /^\{(\d*),(\d*)\}$/.exec(tokens[at] ?? '');
      if (range) {
        at += 1;
        field.from = Number(range[1] || 0);
        field.to = range[2] ? Number(range[2]) : field.to;
      }
      branch.set(name, field);
      if (tokens[at] === ',') at += 1;
    }
    return branch;
  };
  return fields();
};

const picked = (value: unknown, branch: Branch): unknown => {
  if (Array.isArray(value)) return value.map((each) => picked(each, branch));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name === '_class') return [[name, inner]];
      const field = branch.get(name);
      if (!field) return [];
      const ranged = Array.isArray(inner) ? inner.slice(field.from, field.to) : inner;
      return [[name, field.branch ? picked(ranged, field.branch) : ranged]];
    }),
  );
};
