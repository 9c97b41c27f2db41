import type { AuditEntry } from '../core/audit.ts';
import type { Person } from './access.ts';
import type { ChangeName } from './contract.ts';

/** What keeping the audit needs from the world. */
export interface AuditWorld {
  audit(entry: AuditEntry): Promise<void>;
  now(): Date;
}

// biome-ignore lint/suspicious/noExplicitAny: each row reads the question and answer of its own route, which the contract has checked.
type Told = (asked: { params: any; body: any }, answer: any) => Pick<AuditEntry, 'what' | 'subject' | 'details'>;

/** What the audit says of each change. Bodies of alerts and rules are not repeated here: they are kept where they belong. */
const told: Record<ChangeName, Told> = {
  sendAlert: ({ body }, { message }) => ({
    what: 'sent alert',
    subject: `message#${message}`,
    details: { source: body.source },
  }),
  cancelExecution: ({ params, body }) => ({
    what: 'cancelled',
    subject: `execution#${params.execution}`,
    details: { reason: body.reason },
  }),
  answerApproval: ({ params, body }, { state }) => ({
    what: body.approved ? 'approved' : 'denied',
    subject: `execution#${params.execution}`,
    details: { step: params.step, ...body, state },
  }),
  runRunbook: ({ params, body }, { execution, digest }) => ({
    what: 'ran',
    subject: `execution#${execution}`,
    details: { runbook: params.runbook, digest, mode: body.mode, params: body.params },
  }),
  setSwitch: ({ body }) => ({
    what: body.off ? 'switched off' : 'switched on',
    subject: `switch#${body.scope.kind}${body.scope.name === undefined ? '' : `#${body.scope.name}`}`,
    details: { off: body.off, reason: body.reason },
  }),
  applyRules: (_asked, { version, rules }) => ({
    what: 'applied rules',
    subject: 'rules',
    details: { version, rules },
  }),
  applyMappings: (_asked, { items }) => ({
    what: 'applied mappings',
    subject: 'mappings',
    details: { sources: items.map(({ mapping }: { mapping: { source: string } }) => mapping.source) },
  }),
  removeMapping: ({ body }) => ({ what: 'removed mapping', subject: 'mappings', details: { source: body.source } }),
  watchHeartbeats: ({ body }) => ({ what: 'watched heartbeats', subject: 'heartbeats', details: body }),
  rollbackRules: (_asked, { version, of }) => ({
    what: 'rolled rules back',
    subject: 'rules',
    details: { version, of },
  }),
};

/** The entry of one change that was made. */
export const auditEntry = (
  what: ChangeName,
  asked: { params: unknown; body: unknown; person: Person },
  answer: unknown,
  at: Date,
): AuditEntry => ({
  at: at.toISOString(),
  by: asked.person.name,
  ...told[what](asked, answer),
});
