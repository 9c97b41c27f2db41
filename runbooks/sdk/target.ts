const hole = /\{([^{}]*)\}/g;

/** A parameter's text in a target: a record of parameters is `CLUSTER=a,NODE=b`, in the order of the names. */
export const inTarget = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, member]) => `${name}=${member}`)
        .sort()
        .join(',')
    : String(value);

/** The parameters that a template of a target uses. */
export const usedBy = (template: string): string[] => [...template.matchAll(hole)].map(([, name]) => name!);

/**
 * The target of a run, from a runbook's template and its parameters: `ec2:{instance}` is `ec2:i-0abc`.
 * @returns undefined when a parameter that the template uses is missing or null.
 */
export const renderTarget = (template: string, params: Readonly<Record<string, unknown>>): string | undefined => {
  const known = new Map(Object.entries(params).filter(([, value]) => value !== undefined && value !== null));
  if (!usedBy(template).every((name) => known.has(name))) return undefined;
  return template.replace(hole, (_all, name) => inTarget(known.get(name)));
};
