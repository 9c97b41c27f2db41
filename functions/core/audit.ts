/** Something that a person changed or answered: who, what, on what, when. */
export interface AuditEntry {
  /** ISO. */
  at: string;
  by: string;
  /** A verb in the past: `applied rules`, `set switch`, `approved`. */
  what: string;
  /** e.g. `rules`, `switch#rule#disk-full`, `execution#<name>`, `runbook#<name>`. */
  subject: string;
  /** What else a reader needs; never a secret. */
  details?: Record<string, unknown>;
}
