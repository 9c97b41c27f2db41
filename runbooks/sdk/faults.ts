/** What a schema found wrong, with its place and without the values: for messages that people and logs may see. */
export const faults = (error: { issues: { path: PropertyKey[]; message: string }[] }): string =>
  error.issues.map(({ path, message }) => `${path.map(String).join('.') || '(all of it)'}: ${message}`).join('; ');
