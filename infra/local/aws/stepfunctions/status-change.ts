import { createHash } from 'node:crypto';
import type { Json } from '#runbooks/sdk/wire.ts';
import type { Beginning, Ending } from './journal.ts';

/** Bytes of escaped input and output that an event holds; what is over is left out, input first. */
const eventBytes = 248 * 1024;
const escapedBytes = (text = ''): number => Buffer.byteLength(JSON.stringify(text));

/** EventBridge's “Step Functions Execution Status Change”, member by member as AWS documents it; the same each time it is made. */
export const statusChange = (begin: Beginning, end: Ending): Json => {
  const [, , , region = '', account = ''] = begin.arn.split(':');
  const withOutput = escapedBytes(end.output) <= eventBytes;
  const withInput = escapedBytes(begin.input) + escapedBytes(end.output) <= eventBytes;
  return {
    version: '0',
    id: createHash('md5').update(`${begin.arn} ${end.status}`).digest('hex'),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account,
    time: `${new Date(end.at).toISOString().slice(0, 19)}Z`,
    region,
    resources: [begin.arn],
    detail: {
      executionArn: begin.arn,
      stateMachineArn: begin.machineArn,
      stateMachineVersionArn: begin.versionArn ?? null,
      stateMachineAliasArn: begin.aliasArn ?? null,
      name: begin.name,
      status: end.status,
      startDate: begin.at,
      stopDate: end.at,
      input: withInput ? begin.input : null,
      inputDetails: { included: withInput },
      output: (withOutput && end.output) || null,
      outputDetails: end.output === undefined ? null : { included: withOutput },
      error: end.error ?? null,
      cause: end.cause ?? null,
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: end.status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
      redriveStatusReason: end.status === 'SUCCEEDED' ? 'Execution is SUCCEEDED and cannot be redriven' : null,
    },
  };
};
