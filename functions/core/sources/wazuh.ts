import type { Reading } from '../alert.ts';
import { at, type Fields, firstText, has, isRecord, record } from './fields.ts';
import { none, one } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

/** An entry of `alerts.json`, as a custom integration is handed it. */
const entry = (said: Fields, receipt: Receipt): Reading =>
  one(
    {
      source: 'wazuh',
      name: [at(said, 'rule.description')],
      status: 'event',
      severity: at(said, 'rule.level'),
      labels: {
        rule: at(said, 'rule.id'),
        groups: at(said, 'rule.groups'),
        agent: at(said, 'agent.name'),
        agentId: at(said, 'agent.id'),
        ip: at(said, 'agent.ip'),
        location: said.location,
      },
      annotations: { description: said.full_log },
      startsAt: said.timestamp,
      fingerprint: said.id,
    },
    receipt,
  );

/** The short form of integrations that post to chat-like systems. */
const message = (said: Fields, receipt: Receipt): Reading =>
  one(
    {
      source: 'wazuh',
      name: [said.message, said.title],
      status: 'event',
      severity: said.severity,
      annotations: { description: said.description },
      startsAt: firstText(said.created_at, said.timestamp),
    },
    receipt,
  );

/** Wazuh: what its rules saw, which nothing ever takes back. */
export const wazuh: Source = {
  name: 'wazuh',
  summary: 'ossec.conf: <integration> with the script of its page and hook_url …/v1/alerts/wazuh',
  example: {
    timestamp: '2026-03-01T10:00:00.000+0000',
    id: '1772359200.7',
    rule: { id: '5710', level: 5, description: 'sshd: attempt to login with a non-existent user', groups: ['sshd'] },
    agent: { id: '001', name: 'web-1', ip: '10.0.0.5' },
    manager: { name: 'wazuh-1' },
    full_log: 'Invalid user admin from 192.0.2.7',
    location: '/var/log/auth.log',
  },
  detects: (body) => has(body, 'rule.level', 'rule.description', 'agent'),
  read: (body, receipt) => {
    if (!isRecord(body)) return none('malformed', 'an alert of Wazuh is a JSON object');
    return has(body, 'rule') ? entry(record(body), receipt) : message(body, receipt);
  },
};
