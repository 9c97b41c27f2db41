import { guardrail } from './guardrail.ts';

/** Only an alert that says that it is firing is ever remedied; a sender's sign of life never is. */
export const status = guardrail('status', ({ alert, remediates }) => {
  if (alert.flags?.includes('heartbeat'))
    return { allowed: false, reason: 'the alert is a heartbeat: it always fires' };
  if (alert.status === 'firing') return { allowed: true };
  if (!remediates) return { allowed: true, note: `the alert is ${alert.status}; nothing will be changed` };
  return { allowed: false, reason: `the alert is ${alert.status}, and only a firing alert is remedied` };
});
