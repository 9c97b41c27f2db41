import type { AlertStatus } from '../alert.ts';
import { has, isRecord } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  active: 'firing',
  new: 'firing',
  updated: 'firing',
  canceled: 'resolved',
  cancelled: 'resolved',
};

/** VMware Aria Operations, once vRealize, by its REST notification plugin. */
export const vrealize: Source = {
  name: 'vrealize',
  summary: 'Alerts → Outbound Settings → Rest Notification Plugin: …/v1/alerts/vrealize',
  example: {
    alertId: '00000000-0000-4000-8000-000000000011',
    alertName: 'Virtual machine has run out of memory',
    status: 'ACTIVE',
    criticality: 'ALERT_CRITICALITY_LEVEL_CRITICAL',
    type: 'ALERT_TYPE_APPLICATION_PROBLEM',
    subType: 'ALERT_SUBTYPE_AVAILABILITY_PROBLEM',
    resourceId: '00000000-0000-4000-8000-000000000012',
    resourceName: 'web-1',
    resourceKind: 'VirtualMachine',
    adapterKind: 'VMWARE',
    startDate: 1772359200000,
    updateDate: 1772359200000,
    cancelDate: 0,
    info: '',
  },
  detects: (body) => has(body, 'alertId', 'criticality', 'resourceKind'),
  read: (body, receipt) => {
    if (!isRecord(body) || !has(body, 'alertId'))
      return none('malformed', 'no "alertId": no notification of Aria Operations');
    const status = statusOf(body.status, words);
    return one(
      {
        source: 'vrealize',
        name: [body.alertName, body.resourceName],
        status,
        rawStatus: body.status,
        severity: body.criticality,
        labels: {
          type: body.type,
          subType: body.subType,
          resource: body.resourceName,
          resourceKind: body.resourceKind,
          adapterKind: body.adapterKind,
        },
        annotations: { description: body.info },
        startsAt: body.startDate,
        endsAt: status === 'resolved' ? body.cancelDate : undefined,
        fingerprint: body.alertId,
      },
      receipt,
    );
  },
};
