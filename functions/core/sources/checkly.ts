import type { AlertStatus } from '../alert.ts';
import { firstText, has, isRecord } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

/** `ALERT_TYPE`: a check that is slow instead of down, or down instead of slow, still fails. */
const words: Record<string, AlertStatus> = {
  alert_failure: 'firing',
  alert_failure_remain: 'firing',
  alert_failure_degraded: 'firing',
  alert_degraded: 'firing',
  alert_degraded_remain: 'firing',
  alert_degraded_failure: 'firing',
  alert_ssl: 'firing',
  alert_recovery: 'resolved',
  alert_degraded_recovery: 'resolved',
};

/** Checkly, by an alert channel of the kind webhook. */
export const checkly: Source = {
  name: 'checkly',
  summary: 'Alert channels → Webhook: POST …/v1/alerts/checkly, with the body of its page',
  example: {
    event: 'Shop API has failed',
    alert_type: 'ALERT_FAILURE',
    check_name: 'Shop API',
    check_id: '00000000-0000-4000-8000-000000000007',
    check_type: 'API',
    group_name: 'prod',
    run_location: 'Frankfurt',
    started_at: '2026-03-01T10:00:00.000Z',
    tags: 'prod',
    link: 'https://app.checklyhq.com/checks/00000000-0000-4000-8000-000000000007',
  },
  detects: (body) => has(body, 'alert_type', 'check_id', 'check_name'),
  read: (body, receipt) => {
    if (!isRecord(body) || !has(body, 'alert_type'))
      return none('malformed', 'no "alert_type": set the body of its page');
    return one(
      {
        source: 'checkly',
        name: [body.check_name, body.event],
        status: statusOf(body.alert_type, words),
        rawStatus: body.alert_type,
        labels: { location: body.run_location, group: body.group_name, type: body.check_type, tags: body.tags },
        annotations: { summary: body.event, description: body.check_error_message },
        startsAt: body.started_at,
        fingerprint: firstText(body.check_id),
        url: body.link,
      },
      receipt,
    );
  },
};
