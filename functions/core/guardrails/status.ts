import { heldBack } from '../alert.ts';
import { guardrail } from './guardrail.ts';

/** Only an alert that is really firing is ever remedied: no heartbeat, nothing suppressed or of unknown state. */
export const status = guardrail('status', ({ alert, remediates }) => {
  const reason = heldBack(alert);
  if (reason === undefined) return { allowed: true };
  return remediates ? { allowed: false, reason } : { allowed: true, note: `${reason}; nothing will be changed` };
});
